using ActorInference.Predicting;

namespace ActorInference;

/// <summary>
/// What a model gave for one request. It owns its tensors: dispose it when they are no longer needed. Until then their bytes count as
/// in flight, so a caller who keeps predictions slows down the predictor that made them. Those that come out of a stream count in the budget of that, not here.
/// </summary>
public sealed class Prediction : IDisposable, IByteSized
{
    private readonly IReadOnlyList<string> _names;
    private readonly Value?[] _values;
    private readonly BytesInFlight? _bytes;

    internal Prediction(IReadOnlyList<string> names, Value?[] values, in PredictionTiming timing, BytesInFlight? bytes)
    {
        _names = names;
        _values = values;
        Timing = timing;
        _bytes = bytes;
    }

    /// <inheritdoc/>
    public long ByteLength
    {
        get
        {
            var bytes = 0L;
            foreach (var value in _values) bytes += value is null ? 0 : Request.BytesOf(value);
            return bytes;
        }
    }

    /// <summary>The names of the outputs, in the order they were asked for.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>How long it took, and with how many others.</summary>
    public PredictionTiming Timing { get; }

    /// <summary>The only or first output as a tensor; throws where it is none.</summary>
    public Tensor Tensor => (Tensor)_values[0]!;

    /// <summary>An output by its place; null for an optional one that is absent. Stays the prediction's own.</summary>
    public Value? this[int index] => _values[index];

    /// <summary>An output by its name. Stays the prediction's own.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such output, or it was not asked for.</exception>
    public Value? this[string name]
    {
        get
        {
            for (var i = 0; i < _names.Count; i++)
            {
                if (string.Equals(_names[i], name, StringComparison.Ordinal)) return _values[i];
            }

            throw new KeyNotFoundException($"There is no output '{name}'; there is {string.Join(", ", _names)}.");
        }
    }

    /// <summary>Gives the outputs' memory back. Again: does nothing.</summary>
    public void Dispose()
    {
        foreach (var value in _values) value?.Dispose();
        _bytes?.Dispose();
    }
}
