using System.Text;

namespace ActorInference.Configuration.Resolution;

/// <summary>Builds and joins values, and bounds how large and deep substitutions can make them.</summary>
internal sealed class Joiner
{
    // In characters and items copied: room for any real configuration, an end to texts that double themselves line by line.
    private const long MaxWork = 8 << 20;

    private long _work;

    public Resolved Array(List<HoconValue> items, HoconPosition position) => Checked(new HoconArray(items.ToArray(), position), items.Count);

    public Resolved Object(OrderedDictionary<string, HoconField> fields, HoconPosition position) => Checked(new HoconObject(fields, position), fields.Count);

    public Resolved Concatenate(HoconArray first, HoconArray second) => Array([.. first.Items, .. second.Items], first.Position);

    /// <summary>Keys of both; where both have an object they merge, else <paramref name="top"/> counts.</summary>
    public Resolved Merge(HoconObject bottom, HoconObject top) => Merge([bottom, top], top.Position);

    private Resolved Merge(IReadOnlyList<HoconObject> layers, HoconPosition position)
    {
        // One table for all layers: merging two and two would copy the first ones again and again.
        var fields = new OrderedDictionary<string, HoconField>(layers[0].Fields.Count);
        foreach (var field in layers.SelectMany(layer => layer.Fields))
        {
            if (field.Value is HoconObject inner && fields.TryGetValue(field.Key, out var lower) && lower.Value is HoconObject below)
            {
                var merged = Merge(below, inner);
                if (merged.Error is not null) return merged;
                fields[field.Key] = field with { Value = merged.Value! };
            }
            else
            {
                fields[field.Key] = field;
            }
        }

        return Object(fields, position);
    }

    /// <summary>Parts in a row: arrays with arrays, objects with objects, else texts with the space between them.</summary>
    public Resolved Join(List<(Resolved Part, bool IsGap)> parts, HoconPosition position)
    {
        HoconValue? first = null;
        foreach (var (part, isGap) in parts)
        {
            if (isGap || part.Value is null) continue;
            first ??= part.Value;
            if (part.Value.GetType() != first.GetType()) return Resolved.Wrong(part.Value.Position, $"{first.Kind} and {part.Value.Kind} cannot be joined to one value; write a comma or a new line between them");
        }

        return first switch
        {
            null => Resolved.Nothing,
            HoconScalar => Text(parts, position),
            HoconArray => Array([.. parts.Select(part => part.Part.Value).OfType<HoconArray>().SelectMany(array => array.Items)], position),
            _ => Merge([.. parts.Select(part => part.Part.Value).OfType<HoconObject>()], position),
        };
    }

    private Resolved Text(List<(Resolved Part, bool IsGap)> parts, HoconPosition position)
    {
        long length = 0;
        foreach (var (part, _) in parts) length += (part.Value as HoconScalar)?.Text.Length ?? 0;
        if (!Afford(length)) return TooLarge(position);
        var text = new StringBuilder((int)length);
        foreach (var (part, _) in parts) text.Append((part.Value as HoconScalar)?.Text);
        return new HoconScalar(text.ToString(), isNull: false, position);
    }

    private Resolved Checked(HoconValue value, int items)
    {
        if (value.Depth > HoconDocument.MaxDepth) return Resolved.Wrong(value.Position, $"this nests more than {HoconDocument.MaxDepth} deep; that is more than any configuration needs");
        return Afford(items) ? value : TooLarge(value.Position);
    }

    private bool Afford(long work) => (_work += work) <= MaxWork;

    private static Resolved TooLarge(HoconPosition position) => Resolved.Wrong(position, "substitutions make this configuration too large (over 8 Mi characters and items); does a text repeat itself line by line?");
}
