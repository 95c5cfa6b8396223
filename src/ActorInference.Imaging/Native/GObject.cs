using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>The raw functions of GObject in use. A GType is a <see cref="nuint"/>; gboolean is an int.</summary>
internal static partial class GObject
{
    [LibraryImport(NativeNames.GObject, EntryPoint = "g_object_unref")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void Unref(nint instance);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void SetProperty(GObjectHandle instance, string name, in GValue value);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void GetProperty(GObjectHandle instance, string name, ref GValue value);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_type_from_name", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nuint TypeFromName(string name);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_init")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint ValueInit(ref GValue value, nuint type);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_unset")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueUnset(ref GValue value);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_set_boolean")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetBoolean(ref GValue value, int boolean);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_set_int")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetInt(ref GValue value, int number);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_set_double")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetDouble(ref GValue value, double number);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_set_enum")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetEnum(ref GValue value, int member);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_set_flags")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetFlags(ref GValue value, uint flags);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_set_string", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetString(ref GValue value, string text);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_set_object")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void ValueSetObject(ref GValue value, GObjectHandle instance);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_get_boxed")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint ValueGetBoxed(in GValue value);

    [LibraryImport(NativeNames.GObject, EntryPoint = "g_value_dup_object")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial nint ValueDupObject(in GValue value);
}
