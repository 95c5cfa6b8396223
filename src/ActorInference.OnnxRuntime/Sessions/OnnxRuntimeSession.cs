using ActorInference.OnnxRuntime.Native;
using ActorInference.OnnxRuntime.Providers;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// A model loaded by ONNX Runtime. Any number of threads may call <see cref="Run"/> where <see cref="AllowsConcurrentRuns"/>; disposing while
/// a run is under way is safe: the native session goes when the last run has returned.
/// </summary>
internal sealed unsafe class OnnxRuntimeSession : ISession
{
    // What the runtime says when an output does not fit the memory it was given: the words of 1.30 and those of older versions.
    private static readonly string[] OutputRefusedTexts = ["pre-allocated output", "re-use buffer"];

    private readonly OrtSessionHandle _handle;
    private readonly Lock? _gate;
    private readonly string _model;
    private readonly SessionNames _names;
    private readonly StaticOutputs _staticOutputs;

    // By position: outputs that are inputs of the same name.
    private readonly bool[] _passedThrough;

    /// <summary>Takes ownership of <paramref name="handle"/> when it returns.</summary>
    public OnnxRuntimeSession(OrtSessionHandle handle, string model, DeviceId device, ExecutionProvider provider)
    {
        Signature = OrtSignatureReader.Read(handle.Pointer);
        Metadata = OrtMetadataReader.Read(handle.Pointer);
        Device = device;
        AllowsConcurrentRuns = provider.AllowsConcurrentRuns;
        _gate = provider.Gate;
        _model = model;
        _names = new SessionNames(Signature);
        _staticOutputs = new StaticOutputs(Signature.Outputs);
        var inputNames = Signature.Inputs.Concat(Signature.OverridableInitializers).Select(spec => spec.Name).ToHashSet();
        _passedThrough = [.. Signature.Outputs.Select(spec => inputNames.Contains(spec.Name))];
        _handle = handle;
        handle.KeepUntilRelease(_names);
    }

    /// <inheritdoc/>
    public ModelSignature Signature { get; }

    /// <inheritdoc/>
    public ModelMetadata Metadata { get; }

    /// <inheritdoc/>
    public DeviceId Device { get; }

    /// <inheritdoc/>
    public bool AllowsConcurrentRuns { get; }

    /// <inheritdoc/>
    public Failure? Run(ReadOnlySpan<RunInput> inputs, Span<RunOutput> outputs, CancellationToken terminate = default)
    {
        if (Refusal(inputs, outputs) is { } refusal) return refusal with { Message = $"{_model}: {refusal.Message}" };
        if (terminate.IsCancellationRequested) return OrtFailures.Cancelled(_model);

        // Keeps the native session through the run, whoever disposes it meanwhile.
        var held = false;
        _handle.DangerousAddRef(ref held);
        try
        {
            var failure = RunOnce(inputs, outputs, useStaticOutputs: true, terminate, out var outputsRefused);
            return outputsRefused ? RunOnce(inputs, outputs, useStaticOutputs: false, terminate, out _) : failure;
        }
        finally
        {
            _handle.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private Failure? Refusal(ReadOnlySpan<RunInput> inputs, ReadOnlySpan<RunOutput> outputs)
    {
        if ((Signature.Check(inputs) ?? Signature.Check(outputs)) is { } failure) return failure;
        for (var i = 0; i < outputs.Length; i++)
        {
            var output = outputs[i];
            if (output.Value is null) continue;
            if (output.Value is not Tensor { ElementType: not ElementType.String } tensor)
            {
                return new(ErrorKind.InvalidInput, $"output '{output.Name}' cannot be written into {output.Value}: only a numeric tensor can be given beforehand.");
            }

            if (SharedMemory.User(tensor, inputs, outputs[..i]) is { } user)
            {
                return new(ErrorKind.InvalidInput, $"output '{output.Name}' cannot be written into the memory of {user}, which the model still uses; give each its own tensor.");
            }
        }

        return null;
    }

    private void SetInput(OrtRun run, int index, RunInput input)
    {
        var name = _names.Input(input.Name);
        if (input.Value is SequenceValue { Items.Count: 0 } && EmptyItems(input.Name) is { } items) run.SetEmptySequence(index, name, items);
        else run.SetInput(index, name, input.Value);
    }

    // What the signature's sequence of that name holds; null for sequences of anything but tensors.
    private ElementType? EmptyItems(string name)
    {
        var type = Signature.Inputs.First(spec => spec.Name == name).Type;
        return (type is OptionalType optional ? optional.Item : type) is SequenceType { Item: TensorType item } ? item.ElementType : null;
    }

    private Failure? RunOnce(
        ReadOnlySpan<RunInput> inputs, Span<RunOutput> outputs, bool useStaticOutputs, CancellationToken terminate, out bool outputsRefused)
    {
        outputsRefused = false;
        var results = new Value?[outputs.Length]; // ours until the run has succeeded
        var delivered = false;
        try
        {
            using var run = OrtRun.Begin(inputs.Length, outputs.Length);
            for (var i = 0; i < inputs.Length; i++) SetInput(run, i, inputs[i]);
            for (var i = 0; i < outputs.Length; i++)
            {
                var name = _names.Output(outputs[i].Name, out var position);
                if (outputs[i].Value is null && useStaticOutputs && !_passedThrough[position]) results[i] = _staticOutputs.Allocate(position);
                run.SetOutput(i, name, _passedThrough[position] ? null : (Tensor?)(outputs[i].Value ?? results[i]));
            }

            using (var termination = Termination.For(terminate))
            {
                using var alone = Alone.In(_gate);
                OrtCall.Check(run.Call(_handle.Pointer, termination.Options));
            }

            for (var i = 0; i < outputs.Length; i++)
            {
                _names.Output(outputs[i].Name, out var position);
                if (_passedThrough[position])
                {
                    results[i] = PassedThrough.Copy(run.TakeOutput(i), (Tensor?)outputs[i].Value);
                    continue;
                }

                if (outputs[i].Value is not null || results[i] is not null) continue; // written in place
                results[i] = run.TakeOutput(i);
                _staticOutputs.Learn(position, results[i]);
            }

            for (var i = 0; i < outputs.Length; i++) outputs[i].Value ??= results[i];
            delivered = true;
            return null;
        }
        catch (OrtException error)
        {
            outputsRefused = useStaticOutputs && results.Any(result => result is not null)
                && OutputRefusedTexts.Any(text => error.Message.Contains(text, StringComparison.Ordinal));
            if (outputsRefused) _staticOutputs.Contradict();
            return OrtFailures.OfRun(error, _model, Device);
        }
        catch (OutOfMemoryException)
        {
            return new(ErrorKind.OutOfMemory, $"{_model}: there is not enough memory for what the model gives.");
        }
        finally
        {
            if (!delivered)
            {
                foreach (var result in results) result?.Dispose();
            }
        }
    }
}
