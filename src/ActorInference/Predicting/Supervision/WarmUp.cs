using System.Runtime.InteropServices;
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
    private readonly long _maxBytes; // of a batch where nobody asked for its size: larger ones are never made
    private readonly bool _isAskedFor;
    private readonly Failure? _thrown; // by whoever was asked for shapes
    private volatile IReadOnlyDictionary<string, TensorShape>[] _shapes;

    // Whether zeros are known to be food for this model: until then a failure on them says nothing.
    private volatile bool _isProven;

    public WarmUp(BatchLayout layout, IReadOnlyList<string> outputs, OutputSizes outputSizes, WarmUpOptions options, int maxBatch, long maxBatchBytes)
    {
        _layout = layout;
        _outputs = outputs;
        _outputSizes = outputSizes;
        _isAskedFor = options.Shapes.Count > 0;
        _maxBytes = options.BatchSizes is null && layout.FixedRows is null ? maxBatchBytes : long.MaxValue;
        int[] usual = layout is { AllowsBatches: true, FixedRows: null } && maxBatch > 1 ? [1, maxBatch] : [layout.FixedRows ?? 1];
        _sizes = layout.FixedRows is { } rows && options.BatchSizes?.Count != 0 ? [rows] : options.BatchSizes?.ToArray() ?? usual;
        _shapes = _isAskedFor ? [.. options.Shapes] : (FromSignature() ?? Ask(options, out _thrown)) is { } shapes ? [shapes] : [];
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
        if (!_isAskedFor) return _thrown;
        foreach (var shapes in _shapes)
        {
            foreach (var name in shapes.Keys)
            {
                if (_layout.Signature.Inputs.Any(spec => spec.Name == name)) continue;
                return new(ErrorKind.InvalidInput, $"warm-up: the model has no input '{name}'; it has {string.Join(", ", _layout.Signature.Inputs.Select(spec => $"'{spec.Name}'"))}.");
            }

            var rows = _sizes.Append(1).First();
            var inputs = new List<RunInput>();
            try
            {
                if (Fill(inputs, shapes, rows, out var missing) is { } tooLarge) return tooLarge with { Message = $"warm-up: {tooLarge.Message}" };
                if (missing is not null) return new(ErrorKind.InvalidInput, $"warm-up: no shape is given for {missing}.");
                if (_layout.Check(CollectionsMarshal.AsSpan(inputs), out _) is { } failure) return failure with { Message = $"warm-up: {failure.Message}" };
            }
            finally
            {
                Request.DisposeInputs(CollectionsMarshal.AsSpan(inputs));
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
            foreach (var rows in _sizes.Select(size => Math.Min(size, MostRows(shapes))).Distinct())
            {
                if (RunOnce(session, shapes, rows, cancel, out _) is not { } failure)
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

    /// <summary>Whether the session still works; <paramref name="failure"/> says how it failed when it is broken.</summary>
    public ProbeVerdict Probe(ISession session, CancellationToken cancel, out Failure? failure)
    {
        failure = null;
        if (_shapes.Length == 0 || _sizes.Length == 0) return ProbeVerdict.Unknown;
        failure = RunOnce(session, _shapes[0], _sizes.Min(), cancel, out var isOurs);
        if (failure is null) _isProven = true;
        return failure switch
        {
            null => ProbeVerdict.Works,
            _ when isOurs => ProbeVerdict.NoMemory,
            _ => IsTelling(failure) ? ProbeVerdict.Broken : ProbeVerdict.Unknown,
        };
    }

    // Zeros may be no food for this model, where nobody has said or seen that they are.
    private bool IsTelling(Failure failure) => _isAskedFor || _isProven || failure.Kind is not (ErrorKind.InvalidInput or ErrorKind.SessionFailed);

    private Failure? RunOnce(ISession session, IReadOnlyDictionary<string, TensorShape> shapes, int rows, CancellationToken cancel, out bool isOurs)
    {
        isOurs = true; // until the session has a part in it
        var inputs = new List<RunInput>();
        RunOutput[] outputs = [.. _outputs.Select(name => new RunOutput(name))];
        try
        {
            if (Fill(inputs, shapes, rows, out _) is { } tooLarge) return tooLarge;
            isOurs = false;
            if (session.Run(CollectionsMarshal.AsSpan(inputs), outputs, cancel) is { } failure) return failure;
            _outputSizes.Learn(outputs.Sum(output => Request.BytesOf(output.Value)), _layout.HasRows ? rows : 1, inputs.Sum(input => Request.BytesOf(input.Value)));
            return null;
        }
        catch (Exception problem)
        {
            return Thrown.By("the session", problem);
        }
        finally
        {
            Request.DisposeInputs(CollectionsMarshal.AsSpan(inputs));
            foreach (var output in outputs) output.Value?.Dispose();
        }
    }

    // Whatever was made lies in the list, also where the rest does not fit the memory.
    private unsafe Failure? Fill(List<RunInput> inputs, IReadOnlyDictionary<string, TensorShape> shapes, int rows, out string? missing)
    {
        missing = null;
        try
        {
            foreach (var spec in _layout.Signature.Inputs)
            {
                if (!shapes.TryGetValue(spec.Name, out var shape) || spec.Type is not TensorType type)
                {
                    missing = spec.ToString();
                    continue;
                }

                var tensor = Tensor.Allocate(type.ElementType, WithRows(shape, rows));
                inputs.Add(new(spec.Name, tensor));
                if (type.ElementType != ElementType.String) NativeMemory.Clear((void*)tensor.Memory.Address, (nuint)tensor.ByteLength);
            }

            return null;
        }
        catch (Exception problem) when (problem is OutOfMemoryException or OverflowException or ArgumentOutOfRangeException)
        {
            return new(ErrorKind.OutOfMemory, $"there is not enough memory for inputs of {rows} rows.");
        }
    }

    private int MostRows(IReadOnlyDictionary<string, TensorShape> shapes)
    {
        double bytes = 0; // cannot overflow
        foreach (var spec in _layout.Signature.Inputs)
        {
            if (spec.Type is not TensorType type || !shapes.TryGetValue(spec.Name, out var shape) || shape.Rank == 0) continue;
            double row = type.ElementType.ByteSize();
            foreach (var dimension in shape.Dimensions[1..]) row *= dimension;
            bytes += row;
        }

        return (int)Math.Clamp(_maxBytes / Math.Max(1, bytes), 1, int.MaxValue);
    }

    private Dictionary<string, TensorShape>? FromSignature()
    {
        var shapes = new Dictionary<string, TensorShape>();
        foreach (var spec in _layout.Signature.Inputs)
        {
            if (spec.Type is not TensorType { Shape: { } shape, ElementType: not ElementType.String }) return null;
            var fixedFrom = _layout.HasRows ? 1 : 0;
            if (shape.Skip(fixedFrom).Any(dimension => dimension.IsFree)) return null;
            try
            {
                shapes[spec.Name] = [.. shape.Select((dimension, i) => i < fixedFrom ? 1 : dimension.Size!.Value)];
            }
            catch (OverflowException)
            {
                return null; // more elements than a long can count: nobody will ever give them
            }
        }

        return shapes.Count > 0 ? shapes : null;
    }

    private IReadOnlyDictionary<string, TensorShape>? Ask(WarmUpOptions options, out Failure? thrown)
    {
        thrown = null;
        try
        {
            return options.ShapesOf?.Invoke(_layout.Signature);
        }
        catch (Exception problem)
        {
            thrown = Thrown.By("warm-up: ShapesOf", problem) with { Kind = ErrorKind.InvalidInput };
            return null;
        }
    }

    private TensorShape WithRows(TensorShape shape, int rows) => _layout.HasRows && shape.Rank > 0 ? BatchTensors.WithRows(shape, rows) : shape;

    private string Describe(IReadOnlyDictionary<string, TensorShape> shapes, int rows) => string.Join(' ', shapes.Values.Select(shape => WithRows(shape, rows)));
}
