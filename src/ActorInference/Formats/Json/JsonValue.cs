using System.Text.Json;

namespace ActorInference.Formats.Json;

/// <summary>
/// Any value in JSON: a tensor as <see cref="JsonTensor"/> reads it, <c>{"sequence": [value, ...]}</c>,
/// or <c>{"map": {"keys": tensor, "values": tensor}}</c>.
/// </summary>
internal static class JsonValue
{
    public static Outcome<Value> Read(JsonElement element, ValueType? expected)
    {
        if (JsonText.Find(element, "sequence") is { } items) return Sequence(items, (expected as SequenceType)?.Item);
        if (JsonText.Find(element, "map") is { } map) return Map(map);
        var type = expected is OptionalType optional ? optional.Item : expected;
        return JsonTensor.Read(element, (type as TensorType)?.ElementType).TryGet(out var tensor, out var failure) ? tensor : failure;
    }

    private static Outcome<Value> Sequence(JsonElement items, ValueType? expected)
    {
        if (items.ValueKind != JsonValueKind.Array) return Malformed.Because("its sequence is no array");
        var values = new List<Value>();
        foreach (var item in items.EnumerateArray())
        {
            if (Read(item, expected).TryGet(out var value, out var failure))
            {
                values.Add(value);
                continue;
            }

            foreach (var earlier in values) earlier.Dispose();
            return failure with { Message = $"item {values.Count}: {failure.Message}" };
        }

        return new SequenceValue(values);
    }

    private static Outcome<Value> Map(JsonElement map)
    {
        if (JsonText.Find(map, "keys") is not { } keysElement || JsonText.Find(map, "values") is not { } valuesElement)
        {
            return Malformed.Because("its map has no keys or no values");
        }

        if (!JsonTensor.Read(keysElement).TryGet(out var keys, out var failure)) return failure;
        if (!JsonTensor.Read(valuesElement).TryGet(out var values, out failure))
        {
            keys.Dispose();
            return failure;
        }

        if (keys.Shape.Rank == 1 && keys.Shape == values.Shape) return new MapValue(keys, values);
        failure = Malformed.Because($"its map has keys {Shapes.Text(keys.Shape.Dimensions)} and values {Shapes.Text(values.Shape.Dimensions)}; both must be of one equal length");
        keys.Dispose();
        values.Dispose();
        return failure;
    }
}
