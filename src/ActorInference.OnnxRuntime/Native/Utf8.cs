using System.Runtime.InteropServices;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>A UTF-8 copy of a string, ending in zero, at a fixed address until disposed.</summary>
internal sealed unsafe class Utf8 : SafeHandle
{
    public Utf8(string text)
        : base(0, ownsHandle: true)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("A name must not contain the character zero.", nameof(text));
        SetHandle(Marshal.StringToCoTaskMemUTF8(text));
    }

    public override bool IsInvalid => handle == 0;

    public byte* Pointer => (byte*)handle;

    protected override bool ReleaseHandle()
    {
        Marshal.FreeCoTaskMem(handle);
        return true;
    }
}
