using ActorInference.OnnxRuntime.Native;
using ActorInference.OnnxRuntime.Values;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// The arguments of one native call: names, native values over the callers' memory, and the holds that keep that memory where it is until
/// the call has returned. Owned by the calling thread.
/// </summary>
internal sealed unsafe class OrtRun(int inputCount, int outputCount) : IDisposable
{
    private readonly nint[] _inputNames = new nint[inputCount];
    private readonly nint[] _inputValues = new nint[inputCount];
    private readonly nint[] _outputNames = new nint[outputCount];
    private readonly nint[] _outputValues = new nint[outputCount];

    // Everything to let go of afterwards: inputs first, then outputs written in place.
    private readonly OrtValueHandle?[] _handles = new OrtValueHandle?[inputCount + outputCount];
    private readonly List<MemoryHold> _holds = new(inputCount + outputCount);

    public void SetInput(int index, byte* name, Value value)
    {
        _inputNames[index] = (nint)name;
        _inputValues[index] = SetValue(index, value);
    }

    /// <summary>An input that is a sequence of tensors without an item, whose type its value does not say.</summary>
    public void SetEmptySequence(int index, byte* name, ElementType items)
    {
        _inputNames[index] = (nint)name;
        _handles[index] = EmptySequence.Create(items);
        _inputValues[index] = (nint)_handles[index]!.Pointer;
    }

    /// <summary>An output; with a tensor to be written in place, or null for the runtime to allocate.</summary>
    public void SetOutput(int index, byte* name, Tensor? inPlace)
    {
        _outputNames[index] = (nint)name;
        _outputValues[index] = inPlace is null ? 0 : SetValue(inputCount + index, inPlace);
    }

    /// <summary>The native call itself.</summary>
    public OrtStatus* Call(OrtSession* session, OrtRunOptions* options)
    {
        fixed (nint* inputNames = _inputNames)
        fixed (nint* inputValues = _inputValues)
        fixed (nint* outputNames = _outputNames)
        fixed (nint* outputValues = _outputValues)
        {
            return Ort.Api->Run(
                session, options, (byte**)inputNames, (OrtValue**)inputValues, (nuint)inputCount, (byte**)outputNames, (nuint)outputCount, (OrtValue**)outputValues);
        }
    }

    /// <summary>Takes over an output that the runtime allocated; null for an absent optional. Once for each.</summary>
    public Value? TakeOutput(int index)
    {
        var native = (OrtValue*)_outputValues[index];
        _outputValues[index] = 0;
        return OrtOutputs.TakeOver(native);
    }

    public void Dispose()
    {
        for (var i = 0; i < outputCount; i++)
        {
            // What the runtime allocated and nobody took.
            if (_handles[inputCount + i] is null && _outputValues[i] != 0) Ort.Api->ReleaseValue((OrtValue*)_outputValues[i]);
        }

        foreach (var handle in _handles) handle?.Dispose();
        foreach (var hold in _holds) hold.Dispose();
    }

    private nint SetValue(int slot, Value value)
    {
        var handle = OrtInputs.Create(value, _holds);
        _handles[slot] = handle;
        return (nint)handle.Pointer;
    }
}
