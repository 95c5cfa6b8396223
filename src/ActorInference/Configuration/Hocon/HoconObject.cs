using System.Diagnostics.CodeAnalysis;

namespace ActorInference.Configuration;

/// <summary>A key, where it was last written, and its value.</summary>
public sealed record HoconField(string Key, HoconPosition Position, HoconValue Value);

/// <summary>Keys with values, in the order in which the keys first appeared.</summary>
public sealed class HoconObject : HoconValue
{
    private readonly OrderedDictionary<string, HoconField> _fields;

    internal HoconObject(OrderedDictionary<string, HoconField> fields, HoconPosition position)
        : base(position, 1 + (fields.Count == 0 ? 0 : fields.Values.Max(field => field.Value.Depth))) => _fields = fields;

    /// <summary>The keys with their values.</summary>
    public IReadOnlyList<HoconField> Fields => _fields.Values;

    internal override string Kind => "an object";

    /// <summary>The value of one key of this object, taken as it is: a dot is part of it.</summary>
    public bool TryGetField(string key, [NotNullWhen(true)] out HoconField? field) => _fields.TryGetValue(key, out field);

    /// <summary>The value at a path such as <c>picture.layout</c>. Keys that contain dots are reached by <see cref="TryGetField"/>.</summary>
    public bool TryGet(string path, [NotNullWhen(true)] out HoconValue? value)
    {
        value = this;
        foreach (var key in path.Split('.'))
        {
            value = value is HoconObject inner && inner.TryGetField(key, out var field) ? field.Value : null;
            if (value is null) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"object of {Fields.Count}";
}
