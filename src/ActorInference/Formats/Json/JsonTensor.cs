using System.Text.Json;
using ActorInference.Formats;
using ActorInference.Formats.Json;

namespace ActorInference;

/// <summary>
/// Tensors inside larger JSON documents. One tensor is <c>{"type": "float32", "shape": [2, 3], "data": [...]}</c>; also understood are
/// <c>datatype</c> with the Open Inference Protocol's words (FP32, INT64, BYTES), <c>dims</c>, nested arrays, 64-bit integers as strings,
/// and "NaN", "Infinity", "-Infinity".
/// </summary>
public static class JsonTensor
{
    /// <summary>Reads one tensor, which the caller owns.</summary>
    /// <param name="element">A tensor object, or a bare (nested) array or number when <paramref name="expected"/> says its type.</param>
    /// <param name="expected">The element type where the element itself says none.</param>
    public static Outcome<Tensor> Read(JsonElement element, ElementType? expected = null)
    {
        if (element.ValueKind != JsonValueKind.Object) return JsonTensorReader.Read(element, null, expected);
        string? typeName = null;
        JsonElement? shape = null;
        JsonElement? data = null;
        foreach (var property in element.EnumerateObject())
        {
            switch (JsonText.NameOf(property))
            {
                case "type" or "datatype" when typeName is null && property.Value.ValueKind == JsonValueKind.String && JsonText.Of(property.Value) is { } text:
                    typeName = text;
                    break;
                case "shape" or "dims" when shape is null:
                    shape = property.Value;
                    break;
                case "data" when data is null:
                    data = property.Value;
                    break;
                case "name" or "parameters":
                    break;
                default:
                    return Malformed.Because($"its \"{Excerpt.Of(JsonText.NameOf(property) ?? "?")}\" is twice there, of the wrong kind or unknown; a tensor has type, shape and data");
            }
        }

        if (data is null) return Malformed.Because("its tensor has no data");
        if (typeName is not null)
        {
            if (!JsonElementTypes.TryParse(typeName, out var type)) return Malformed.Because($"its type \"{Excerpt.Of(typeName)}\" is no element type; float32, int64 or string are");
            expected = type;
        }

        return JsonTensorReader.Read(data.Value, shape, expected);
    }

    /// <summary>Reads an object of named tensors, such as <c>{"x": {...}, "y": {...}}</c>; the caller owns them all.</summary>
    public static Outcome<IReadOnlyDictionary<string, Tensor>> ReadNamed(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return Malformed.Because("named tensors are a JSON object of name and tensor");
        var tensors = new Dictionary<string, Tensor>();
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonText.NameOf(property);
            if (Read(property.Value).TryGet(out var tensor, out var failure) && name is not null && tensors.TryAdd(name, tensor)) continue;
            tensor?.Dispose();
            foreach (var earlier in tensors.Values) earlier.Dispose();
            var shown = Excerpt.Of(name ?? "a name that is no sound Unicode");
            return failure is null ? Malformed.Because($"{shown} is there twice or cannot be read") : failure with { Message = $"{shown}: {failure.Message}" };
        }

        return Outcome.Of<IReadOnlyDictionary<string, Tensor>>(tensors);
    }
}
