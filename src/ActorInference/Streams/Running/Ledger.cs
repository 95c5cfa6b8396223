namespace ActorInference.Streams.Running;

/// <summary>The one budget of a run, and what has become of its items. Guarded by the run's gate.</summary>
internal sealed class Ledger(int maxItems, long maxBytes)
{
    // What the next will weigh: as much as any of late, and less only slowly, an eighth of the difference with each that leaves lighter.
    private const int Smoothing = 8;

    private readonly long[] _failed = new long[Enum.GetValues<ErrorKind>().Length]; // by kind, those that were cancelled included
    private Exception? _problem;
    private long _reserved;
    private long _expected;

    /// <summary>What a value threw that was asked how large it is; null where none did.</summary>
    public Exception? Problem => _problem;

    public long Taken { get; private set; }

    public long Succeeded { get; private set; }

    public long Failed { get; private set; }

    public long Cancelled { get; private set; }

    public long Dropped { get; private set; }

    public int Items { get; private set; }

    public long Bytes { get; private set; }

    public int MostItems { get; private set; }

    public long MostBytes { get; private set; }

    /// <summary>Whether one more item may enter. Those that entered before it was known how much they weigh are expected to grow, too.</summary>
    public bool HasRoom => Items < maxItems && (Items == 0 || Math.Max(_reserved, Items * _expected) + _expected <= maxBytes);

    public long Take() => Taken++;

    /// <summary>Items that ended with a failure of that kind.</summary>
    public long Count(ErrorKind kind) => _failed[(int)kind];

    /// <summary>The item counts from now on.</summary>
    public Element<T> Enter<T>(in Element<T> element)
    {
        Items += element.Count;
        MostItems = Math.Max(MostItems, Items);
        _reserved += _expected;
        return Weigh(element with { HasEntered = true, Weight = new(0, 0, _expected) });
    }

    /// <summary>The item has become something else, which is weighed.</summary>
    public Element<T> Weigh<T>(in Element<T> element)
    {
        var weight = element.Weight;
        var now = element.Outcome.TryGet(out var value, out _) ? Weight.Of(value, ref _problem) : 0;
        var peak = Math.Max(weight.Peak, now);
        var reserved = Math.Max(weight.Reserved, peak);
        _reserved += reserved - weight.Reserved;
        _expected = Math.Max(_expected, peak / element.Count);
        Bytes += now - weight.Now;
        MostBytes = Math.Max(MostBytes, Bytes);
        return element with { Weight = new(now, peak, reserved) };
    }

    /// <summary>What became of the item is known; it still counts as in flight.</summary>
    public void Note(int count, Failure? failure)
    {
        if (failure is not null) _failed[(int)failure.Kind] += count;
        if (failure is null) Succeeded += count;
        else if (failure.Kind == ErrorKind.Cancelled) Cancelled += count;
        else Failed += count;
    }

    /// <summary>Counts items that were dropped; those that had entered leave besides.</summary>
    public void Drop(int count) => Dropped += count;

    /// <summary>The item counts no more.</summary>
    public void Leave(int count, in Weight weight)
    {
        Items -= count;
        Bytes -= weight.Now;
        _reserved -= weight.Reserved;
        _expected += ((weight.Peak / count) - _expected) / Smoothing;
    }
}
