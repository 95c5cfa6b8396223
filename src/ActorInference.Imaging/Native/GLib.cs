using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>The raw functions of GLib in use.</summary>
internal static unsafe partial class GLib
{
    [LibraryImport(NativeNames.GLib, EntryPoint = "g_free")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial void Free(nint memory);

    [LibraryImport(NativeNames.GLib, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial uint LogSetHandler(string domain, int levels, delegate* unmanaged[Cdecl]<byte*, int, byte*, nint, void> handler, nint data);
}
