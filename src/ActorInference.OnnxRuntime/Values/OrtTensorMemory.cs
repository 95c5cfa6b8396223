using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Values;

/// <summary>Memory that a <c>Run</c> allocated for an output, taken over without a copy: released with the native value that owns it.</summary>
internal sealed unsafe class OrtTensorMemory(OrtValue* value, void* data, nuint byteLength) : TensorMemory((nint)data, byteLength)
{
    protected override bool ReleaseHandle()
    {
        Ort.Api->ReleaseValue(value);
        return true;
    }
}
