using System.Text;

namespace ActorInference.Configuration.Resolution;

/// <summary>Builds and joins values, and bounds how large and deep substitutions can make them.</summary>
internal sealed class Joiner
{
    // In characters and items copied: room for any real configuration, an end to texts that double themselves line by line.
    private const long MaxWork = 64 << 20;

    private long _work;

    public Resolved Array(List<HoconValue> items, HoconPosition position) => Checked(new HoconArray(items.ToArray(), position), items.Count);

    public Resolved Object(OrderedDictionary<string, HoconField> fields, HoconPosition position) => Checked(new HoconObject(fields, position), fields.Count);

    public Resolved Concatenate(HoconArray first, HoconArray second) => Array([.. first.Items, .. second.Items], first.Position);

    /// <summary>Keys of both; where both have an object they merge, else <paramref name="top"/> counts.</summary>
    public Resolved Merge(HoconObject bottom, HoconObject top)
    {
        if (bottom.Fields.Count == 0) return top;
        var fields = new OrderedDictionary<string, HoconField>(bottom.Fields.Count);
        foreach (var field in bottom.Fields) fields.Add(field.Key, field);
        foreach (var field in top.Fields)
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

        return Object(fields, top.Position);
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
            HoconArray => parts.Where(part => part.Part.Value is HoconArray).Select(part => part.Part).Aggregate((a, b) => a.Value is HoconArray array ? Concatenate(array, (HoconArray)b.Value!) : a),
            _ => parts.Where(part => part.Part.Value is HoconObject).Select(part => part.Part).Aggregate((a, b) => a.Value is HoconObject lower ? Merge(lower, (HoconObject)b.Value!) : a),
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
        if (value.Depth > HoconDocument.MaxDepth) return Resolved.Wrong(value.Position, "this nests more than 100 deep; that is more than any configuration needs");
        return Afford(items) ? value : TooLarge(value.Position);
    }

    private bool Afford(long work) => (_work += work) <= MaxWork;

    private static Resolved TooLarge(HoconPosition position) => Resolved.Wrong(position, "substitutions make this configuration too large (over 64 Mi characters and items); does a text repeat itself line by line?");
}
