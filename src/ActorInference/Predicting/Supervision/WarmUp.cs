using ActorInference.Batching;

namespace ActorInference.Predicting;

/// <summary>
/// Runs on zeros: before a session is ready, and to tell a broken session from an item that breaks. Shared by all sessions of a model version. Thread-safe.
/// </summary>
internal sealed class WarmUp
{
    private readonly BatchLayout _layout;
    private readonly IReadOnlyList<string> _outputs;
    private readonly OutputSizes _outputSizes;
    private readonly int[] _sizes;
    private readonly bool _isAskedFor;
    private volatile IReadOnlyDictionary<string, TensorShape>[] _shapes;

    // Whether zeros are known to be food for this model: until then a failure on them says nothing.
    private volatile bool _isProven;

    public WarmUp(BatchLayout layout, IReadOnlyList<string> outputs, OutputSizes outputSizes, WarmUpOptions options, int maxBatch)
    {
        _layout = layout;
        _outputs = outputs;
        _outputSizes = outputSizes;
        _isAskedFor = options.Shapes.Count > 0;
        int[] usual = layout is { AllowsBatches: true, FixedRows: null } && maxBatch > 1 ? [1, maxBatch] : [layout.FixedRows ?? 1];
        _sizes = layout.FixedRows is { } rows && options.BatchSizes?.Count != 0 ? [rows] : options.BatchSizes?.ToArray() ?? usual;
        _shapes = _isAskedFor ? [.. options.Shapes] : FromSignature() is { } shapes ? [shapes] : [];
    }

    /// <summary>Takes the shapes of a request that succeeded, where none are known.</summary>
    public void Learn(RunInput[] inputs)
    {
        if (_shapes.Length > 0 || _sizes.Length == 0) return;
        if (!inputs.All(input => input.Value is Tensor { ElementType: not ElementType.String })) return;
        _shapes = [inputs.ToDictionary(input => input.Name, input => ((Tensor)input.Value).Shape)];
    }

    /// <summary>Holds the shapes asked for against the signature.</summary>
    public Failure? Check()
    {
        if (!_isAskedFor) return null;
        foreach (var shapes in _shapes)
        {
            foreach (var name in shapes.Keys)
            {
                if (_layout.Signature.Inputs.All(spec => spec.Name != name)) return new(ErrorKind.InvalidInput, $"warm-up: the model has no input '{name}'.");
            }

            var inputs = Zeros(shapes, _sizes.Append(1).First(), out var missing);
            try
            {
                if (missing is not null) return new(ErrorKind.InvalidInput, $"warm-up: no shape is given for {missing}.");
                if (_layout.Check(inputs!, out _) is { } failure) return failure with { Message = $"warm-up: {failure.Message}" };
            }
            finally
            {
                Request.DisposeInputs(inputs);
            }
        }

        return null;
    }

    /// <summary>Makes every run that is wanted; null when the session is ready, <paramref name="said"/> telling what was done.</summary>
    public Failure? Run(ISession session, CancellationToken cancel, out string said)
    {
        var done = new List<string>();
        foreach (var shapes in _shapes)
        {
            foreach (var rows in _sizes)
            {
                if (RunOnce(session, shapes, rows, cancel) is not { } failure)
                {
                    done.Add(Describe(shapes, rows));
                    continue;
                }

                said = $"failed on zeros: {failure.Message}";
                return IsTelling(failure) ? failure with { Message = $"warm-up failed: {failure.Message}" } : null;
            }
        }

        _isProven |= done.Count > 0;
        said = done.Count > 0 ? string.Join(", ", done) : _sizes.Length == 0 ? "none: turned off" : "none: no shape is known for its free dimensions; name shapes to warm up with";
        return null;
    }

    /// <summary>Whether the session still works; null when that cannot be told.</summary>
    public bool? Probe(ISession session, CancellationToken cancel)
    {
        if (_shapes.Length == 0 || _sizes.Length == 0) return null;
        if (RunOnce(session, _shapes[0], _sizes.Min(), cancel) is not { } failure)
        {
            _isProven = true;
            return true;
        }

        return IsTelling(failure) ? false : null;
    }

    // Zeros may be no food for this model, where nobody has said or seen that they are.
    private bool IsTelling(Failure failure) => _isAskedFor || _isProven || failure.Kind is not (ErrorKind.InvalidInput or ErrorKind.SessionFailed);

    private Failure? RunOnce(ISession session, IReadOnlyDictionary<string, TensorShape> shapes, int rows, CancellationToken cancel)
    {
        var inputs = Zeros(shapes, rows, out _);
        RunOutput[] outputs = [.. _outputs.Select(name => new RunOutput(name))];
        try
        {
            if (session.Run(inputs, outputs, cancel) is { } failure) return failure;
            _outputSizes.Learn(outputs.Sum(output => Request.BytesOf(output.Value)), _layout.HasRows ? rows : 1, inputs.Sum(input => Request.BytesOf(input.Value)));
            return null;
        }
        catch (Exception problem)
        {
            return new(ErrorKind.SessionFailed, $"the session threw {problem.GetType().Name}: {problem.Message.TrimEnd('.')}.");
        }
        finally
        {
            Request.DisposeInputs(inputs);
            foreach (var output in outputs) output.Value?.Dispose();
        }
    }

    private RunInput[] Zeros(IReadOnlyDictionary<string, TensorShape> shapes, int rows, out string? missing)
    {
        missing = null;
        var inputs = new List<RunInput>();
        foreach (var spec in _layout.Signature.Inputs)
        {
            if (!shapes.TryGetValue(spec.Name, out var shape) || spec.Type is not TensorType type)
            {
                missing = spec.ToString();
                continue;
            }

            var tensor = Tensor.Allocate(type.ElementType, _layout.HasRows && shape.Rank > 0 ? BatchTensors.WithRows(shape, rows) : shape);
            if (type.ElementType != ElementType.String) tensor.Bytes().Clear();
            inputs.Add(new(spec.Name, tensor));
        }

        return [.. inputs];
    }

    private Dictionary<string, TensorShape>? FromSignature()
    {
        var shapes = new Dictionary<string, TensorShape>();
        foreach (var spec in _layout.Signature.Inputs)
        {
            if (spec.Type is not TensorType { Shape: { } shape, ElementType: not ElementType.String }) return null;
            var fixedFrom = _layout.HasRows ? 1 : 0;
            if (shape.Skip(fixedFrom).Any(dimension => dimension.IsFree)) return null;
            shapes[spec.Name] = [.. shape.Select((dimension, i) => i < fixedFrom ? 1 : dimension.Size!.Value)];
        }

        return shapes.Count > 0 ? shapes : null;
    }

    private string Describe(IReadOnlyDictionary<string, TensorShape> shapes, int rows)
    {
        var texts = shapes.Values.Select(shape => (_layout.HasRows && shape.Rank > 0 ? BatchTensors.WithRows(shape, rows) : shape).ToString());
        return string.Join(' ', texts);
    }
}
