namespace ActorInference.Configuration;

/// <summary>Values in order.</summary>
public sealed class HoconArray : HoconValue
{
    internal HoconArray(HoconValue[] items, HoconPosition position)
        : base(position, 1 + (items.Length == 0 ? 0 : items.Max(item => item.Depth))) => Items = items;

    /// <summary>The items.</summary>
    public IReadOnlyList<HoconValue> Items { get; }

    internal override string Kind => "an array";

    /// <inheritdoc/>
    public override string ToString() => $"array of {Items.Count}";
}
