using System.Text.Json;

namespace ActorInference.Formats.Json;

/// <summary>JSON data, flat or nested, to a tensor.</summary>
internal static class JsonTensorReader
{
    /// <param name="data">An array, nested arrays, or one element.</param>
    /// <param name="claimedShape">The shape as an array of numbers; null: it follows from the nesting.</param>
    /// <param name="type">The element type; null is a failure.</param>
    public static Outcome<Tensor> Read(JsonElement data, JsonElement? claimedShape, ElementType? type)
    {
        if (type is null) return Malformed.Because("it does not say its element type; write {\"type\": \"float32\", \"data\": [...]}");
        var nested = NestedShape(data);
        TensorShape shape;
        if (claimedShape is null)
        {
            shape = nested;
        }
        else
        {
            if (!ReadShape(claimedShape.Value).TryGet(out shape, out var failure)) return failure;

            // Flat data fit any shape of their count; nested data must nest as the shape says.
            if (nested.Rank > 1 && nested != shape && nested.ElementCount > 0) return Malformed.Because($"its shape says {Shapes.Text(shape.Dimensions)}, its data are nested as {Shapes.Text(nested.Dimensions)}");
        }

        // Counted before anything is allocated: a shape may claim what it likes.
        var elements = new List<JsonElement>();
        if (!Flatten(data, nested, 0, elements)) return Malformed.Because($"its data are nested unevenly: not every part is {Shapes.Text(nested.Dimensions)}");
        if (elements.Count != shape.ElementCount) return Malformed.Because($"its shape {Shapes.Text(shape.Dimensions)} has {shape.ElementCount:N0} elements; its data have {elements.Count:N0}");
        return Fill(elements, type.Value, shape);
    }

    private static Outcome<TensorShape> ReadShape(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array) return Malformed.Because($"its shape is {JsonText.Short(element)}; write an array of whole numbers");
        var dimensions = new List<long>();
        foreach (var item in element.EnumerateArray())
        {
            if (!JsonNumber.TryInteger<long>(item, out var dimension)) return Malformed.Because($"its shape has {JsonText.Short(item)}; dimensions are whole numbers");
            dimensions.Add(dimension);
        }

        return Shapes.Create(dimensions.ToArray());
    }

    private static TensorShape NestedShape(JsonElement data)
    {
        // The parser bounds the nesting (64), so this loop and the recursion below are bounded too.
        var dimensions = new List<long>();
        for (; data.ValueKind == JsonValueKind.Array; data = data[0])
        {
            dimensions.Add(data.GetArrayLength());
            if (dimensions[^1] == 0) break;
        }

        // Along one path from the root; uneven nesting shows when the elements are counted.
        return Shapes.Create(dimensions.ToArray()).TryGet(out var shape, out _) ? shape : [0];
    }

    private static bool Flatten(JsonElement data, TensorShape shape, int axis, List<JsonElement> elements)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            elements.Add(data);
            return axis == shape.Rank;
        }

        if (axis == shape.Rank || data.GetArrayLength() != shape[axis]) return false;
        foreach (var item in data.EnumerateArray())
        {
            if (!Flatten(item, shape, axis + 1, elements)) return false;
        }

        return true;
    }

    private static Outcome<Tensor> Fill(List<JsonElement> elements, ElementType type, TensorShape shape) => type switch
    {
        ElementType.Float32 => Fill<float>(elements, shape, JsonNumber.TryFloat),
        ElementType.Float64 => Fill<double>(elements, shape, JsonNumber.TryFloat),
        ElementType.Float16 => Fill<Half>(elements, shape, JsonNumber.TryFloat),
        ElementType.BFloat16 => Fill<BFloat16>(elements, shape, JsonNumber.TryBFloat16),
        ElementType.Int8 => Fill<sbyte>(elements, shape, JsonNumber.TryInteger),
        ElementType.Int16 => Fill<short>(elements, shape, JsonNumber.TryInteger),
        ElementType.Int32 => Fill<int>(elements, shape, JsonNumber.TryInteger),
        ElementType.Int64 => Fill<long>(elements, shape, JsonNumber.TryInteger),
        ElementType.UInt8 => Fill<byte>(elements, shape, JsonNumber.TryInteger),
        ElementType.UInt16 => Fill<ushort>(elements, shape, JsonNumber.TryInteger),
        ElementType.UInt32 => Fill<uint>(elements, shape, JsonNumber.TryInteger),
        ElementType.UInt64 => Fill<ulong>(elements, shape, JsonNumber.TryInteger),
        ElementType.Bool => Fill<bool>(elements, shape, JsonNumber.TryBool),
        ElementType.String => FillStrings(elements, shape),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };

    private delegate bool TryRead<T>(JsonElement element, out T value);

    private static Outcome<Tensor> Fill<T>(List<JsonElement> elements, TensorShape shape, TryRead<T> read)
        where T : unmanaged
    {
        var tensor = Tensor.Allocate(ElementTypes.Of<T>(), shape);
        var target = tensor.Span<T>();
        for (var i = 0; i < target.Length; i++)
        {
            if (read(elements[i], out target[i])) continue;
            tensor.Dispose();
            return Malformed.Because($"element {i} of its data is {JsonText.Short(elements[i])}, which is no {ElementTypes.Of<T>().Name()}");
        }

        return tensor;
    }

    private static Outcome<Tensor> FillStrings(List<JsonElement> elements, TensorShape shape)
    {
        var strings = new string[elements.Count];
        for (var i = 0; i < strings.Length; i++)
        {
            if (elements[i].ValueKind != JsonValueKind.String || JsonText.Of(elements[i]) is not { } text)
            {
                return Malformed.Because($"element {i} of its data is {JsonText.Short(elements[i])}, which is no string");
            }

            strings[i] = text;
        }

        return Tensor.FromStrings(strings, shape);
    }
}
