namespace ActorInference;

/// <summary>One dimension of a signature: a size, or free, with or without a symbol that ties equal dimensions together.</summary>
public readonly record struct Dimension
{
    private Dimension(long size, string? symbol)
    {
        _sizePlusOne = size + 1;
        Symbol = symbol;
    }

    // Stored plus one, so that the default value is a free dimension without a symbol.
    private readonly long _sizePlusOne;

    /// <summary>The fixed size; null when free.</summary>
    public long? Size => _sizePlusOne == 0 ? null : _sizePlusOne - 1;

    /// <summary>Whether any size will do.</summary>
    public bool IsFree => _sizePlusOne == 0;

    /// <summary>The symbol of a free dimension, such as <c>N</c>; null when it has none.</summary>
    public string? Symbol { get; }

    /// <summary>A dimension of exactly <paramref name="size"/>.</summary>
    public static Dimension Fixed(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new(size, null);
    }

    /// <summary>A dimension of any size.</summary>
    public static Dimension Free(string? symbol = null) => new(-1, string.IsNullOrEmpty(symbol) ? null : symbol);

    /// <summary><c>3</c>, <c>N</c> or <c>?</c>.</summary>
    public override string ToString() => Size?.ToString() ?? Symbol ?? "?";
}
