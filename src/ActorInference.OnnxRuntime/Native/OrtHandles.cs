using System.Runtime.InteropServices;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>Owns one native object. Each native type has its own handle type, passed as that type.</summary>
internal abstract unsafe class OrtHandle<T> : SafeHandle
    where T : unmanaged
{
    protected OrtHandle(T* pointer)
        : base(0, ownsHandle: true) => SetHandle((nint)pointer);

    public override bool IsInvalid => handle == 0;

    /// <summary>The object; the caller keeps this handle alive for as long as it uses the pointer.</summary>
    public T* Pointer => (T*)handle;
}

internal sealed unsafe class OrtSessionOptionsHandle(OrtSessionOptions* pointer) : OrtHandle<OrtSessionOptions>(pointer)
{
    protected override bool ReleaseHandle()
    {
        Ort.Api->ReleaseSessionOptions(Pointer);
        return true;
    }
}

/// <summary>
/// A session, and what native code may touch as long as the session lives: its log sink, the names. With a <paramref name="gate"/> it is
/// released inside of it.
/// </summary>
internal sealed unsafe class OrtSessionHandle(OrtSession* pointer, IDisposable sink, Lock? gate = null) : OrtHandle<OrtSession>(pointer)
{
    private readonly List<IDisposable> _companions = [sink];

    /// <summary>Disposes <paramref name="companion"/> once the native session is gone.</summary>
    public void KeepUntilRelease(IDisposable companion) => _companions.Add(companion);

    protected override bool ReleaseHandle()
    {
        using (Sessions.Alone.In(gate)) Ort.Api->ReleaseSession(Pointer);
        foreach (var companion in _companions) companion.Dispose();
        return true;
    }
}

internal sealed unsafe class OrtRunOptionsHandle(OrtRunOptions* pointer) : OrtHandle<OrtRunOptions>(pointer)
{
    protected override bool ReleaseHandle()
    {
        Ort.Api->ReleaseRunOptions(Pointer);
        return true;
    }
}

internal sealed unsafe class OrtValueHandle(OrtValue* pointer) : OrtHandle<OrtValue>(pointer)
{
    protected override bool ReleaseHandle()
    {
        Ort.Api->ReleaseValue(Pointer);
        return true;
    }

    /// <summary>Gives the object up to somebody else, who then releases it.</summary>
    public OrtValue* Detach()
    {
        var detached = Pointer;
        SetHandleAsInvalid();
        return detached;
    }
}

internal sealed unsafe class OrtTypeInfoHandle(OrtTypeInfo* pointer) : OrtHandle<OrtTypeInfo>(pointer)
{
    protected override bool ReleaseHandle()
    {
        Ort.Api->ReleaseTypeInfo(Pointer);
        return true;
    }
}

internal sealed unsafe class OrtModelMetadataHandle(OrtModelMetadata* pointer) : OrtHandle<OrtModelMetadata>(pointer)
{
    protected override bool ReleaseHandle()
    {
        Ort.Api->ReleaseModelMetadata(Pointer);
        return true;
    }
}
