namespace ActorInference.TestKit;

/// <summary>
/// A run's own view of its inputs. It holds their memory, so it stays readable when their owner disposes them meanwhile, as the contract of
/// sessions promises. Throws <see cref="ObjectDisposedException"/> for an input that is gone already.
/// </summary>
internal sealed class BorrowedInputs : IDisposable
{
    private readonly Dictionary<string, Value> _values;

    public BorrowedInputs(ReadOnlySpan<RunInput> inputs)
    {
        _values = new(inputs.Length);
        try
        {
            foreach (var input in inputs) _values.Add(input.Name, Share(input.Value));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, Value> Values => _values;

    /// <summary>Changes when an element of a numeric tensor does.</summary>
    public int Hash()
    {
        var hash = default(HashCode);
        foreach (var value in _values.Values)
        {
            if (value is Tensor { ByteLength: > 0 } tensor) hash.AddBytes(tensor.Bytes());
        }

        return hash.ToHashCode();
    }

    public void Dispose()
    {
        foreach (var value in _values.Values) value.Dispose();
    }

    private static Value Share(Value value) => value switch
    {
        Tensor tensor => tensor.Share(),
        SequenceValue sequence => new SequenceValue([.. sequence.Items.Select(Share)]),
        MapValue map => new MapValue(map.Keys.Share(), map.Values.Share()),
        _ => throw new ArgumentException($"No fake session takes {value}.", nameof(value)),
    };
}
