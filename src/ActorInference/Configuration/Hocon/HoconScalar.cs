namespace ActorInference.Configuration;

/// <summary>A text, number, boolean or null. What it means is decided by who reads it: <c>5ms</c> is a text and a duration.</summary>
public sealed class HoconScalar : HoconValue
{
    internal HoconScalar(string text, bool isNull, HoconPosition position)
        : base(position, 0)
    {
        Text = text;
        IsNull = isNull;
    }

    /// <summary>The characters, without quotes and with escapes done.</summary>
    public string Text { get; }

    /// <summary>Whether this is <c>null</c> without quotes.</summary>
    public bool IsNull { get; }

    internal override string Kind => IsNull ? "null" : "a text";

    /// <inheritdoc/>
    public override string ToString() => Text;
}
