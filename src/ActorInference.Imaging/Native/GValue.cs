using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>GObject's typed value: a GType and two 8-byte words, 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    private readonly nuint _type;
    private readonly ulong _data0;
    private readonly ulong _data1;

    public static GValue Of(nuint type)
    {
        var value = default(GValue);
        GObject.ValueInit(ref value, type);
        return value;
    }
}
