using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>
/// The raw functions of libvips in use. Constructors return a reference as a plain pointer for a handle to take over. No function here is
/// variadic: the calling convention of those differs by platform.
/// </summary>
internal static unsafe partial class Vips
{
    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Init(string program);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_version")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int Version(int part);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_concurrency_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ConcurrencySet(int threads);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_cache_set_max")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void CacheSetMax(int operations);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_block_untrusted_set")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void BlockUntrustedSet(int block);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_error_buffer_copy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint ErrorBufferCopy();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_tracked_get_mem")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint TrackedGetMem();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_type_find", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint TypeFind(string baseName, string nickname);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint OperationNew(string nickname);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_object_build")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ObjectBuild(OperationHandle operation);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_object_unref_outputs")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ObjectUnrefOutputs(OperationHandle operation);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint ImageGetType();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_source_get_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint SourceGetType();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_target_get_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint TargetGetType();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_array_double_get_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint ArrayDoubleGetType();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_value_set_array_double")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetArrayDouble(ref GValue value, double* numbers, int count);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_source_new_from_memory")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint SourceNewFromMemory(void* bytes, nuint length);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_target_new_to_memory")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint TargetNewToMemory();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_blob_get_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint BlobGetType();

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_blob_get")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint BlobGet(nint blob, out nuint length);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_new_from_memory")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint ImageNewFromMemory(void* pixels, nuint length, int width, int height, int bands, int format);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_width")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetWidth(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_height")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetHeight(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_bands")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetBands(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_format")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetFormat(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_interpretation")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetInterpretation(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_orientation")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetOrientation(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_n_pages")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetPages(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_hasalpha")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageHasAlpha(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_typeof", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint ImageGetTypeOf(ImageHandle image, string field);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_image_get_blob", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int ImageGetBlob(ImageHandle image, string field, out byte* bytes, out nuint length);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_region_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint RegionNew(ImageHandle image);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_region_image")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int RegionImage(RegionHandle region, in VipsRect rectangle);

    [LibraryImport(NativeNames.Vips, EntryPoint = "vips_region_prepare_to")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial int RegionPrepareTo(RegionHandle region, RegionHandle target, in VipsRect rectangle, int x, int y);
}
