using ActorInference.OnnxRuntime.Native;
using ActorInference.OnnxRuntime.Values;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// The arguments of one native call: names, native values over the callers' memory, and the holds that keep that memory where it is until
/// the call has returned. Owned by the calling thread, which uses the same one for run after run: <see cref="Begin"/>, then dispose it.
/// </summary>
internal sealed unsafe class OrtRun : IDisposable
{
    [ThreadStatic]
    private static OrtRun? _ofThread;

    private readonly List<MemoryHold> _holds = [];
    private int _inputCount;
    private int _outputCount;
    private bool _isUnderWay;

    // By position; longer than needed when an earlier run had more.
    private nint[] _inputNames = [];
    private nint[] _inputValues = [];
    private nint[] _outputNames = [];
    private nint[] _outputValues = [];

    // Everything to let go of afterwards: inputs first, then outputs written in place.
    private OrtValueHandle?[] _handles = [];

    private OrtRun()
    {
    }

    /// <summary>The calling thread's, empty.</summary>
    public static OrtRun Begin(int inputCount, int outputCount)
    {
        var run = _ofThread ??= new();
        if (run._isUnderWay) run = new(); // a run inside a run: a logger that predicts
        run._isUnderWay = true;
        (run._inputCount, run._outputCount) = (inputCount, outputCount);
        if (run._inputNames.Length < inputCount) (run._inputNames, run._inputValues) = (new nint[inputCount], new nint[inputCount]);
        if (run._outputNames.Length < outputCount) (run._outputNames, run._outputValues) = (new nint[outputCount], new nint[outputCount]);
        if (run._handles.Length < inputCount + outputCount) run._handles = new OrtValueHandle?[inputCount + outputCount];
        return run;
    }

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
        _outputValues[index] = inPlace is null ? 0 : SetValue(_inputCount + index, inPlace);
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
                session, options, (byte**)inputNames, (OrtValue**)inputValues, (nuint)_inputCount, (byte**)outputNames, (nuint)_outputCount, (OrtValue**)outputValues);
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
        for (var i = 0; i < _outputCount; i++)
        {
            // What the runtime allocated and nobody took.
            if (_handles[_inputCount + i] is null && _outputValues[i] != 0) Ort.Api->ReleaseValue((OrtValue*)_outputValues[i]);
        }

        foreach (var handle in _handles.AsSpan(0, _inputCount + _outputCount)) handle?.Dispose();
        foreach (var hold in _holds) hold.Dispose();
        Array.Clear(_handles);
        Array.Clear(_outputValues);
        _holds.Clear();
        _isUnderWay = false;
    }

    private nint SetValue(int slot, Value value)
    {
        var handle = OrtInputs.Create(value, _holds);
        _handles[slot] = handle;
        return (nint)handle.Pointer;
    }
}
