using ActorInference.Formats.Onnx;

namespace ActorInference.Akka.Wire.Formats;

/// <summary>
/// Values: what kind, and then for a tensor ONNX's number for its element type, its rank, its dimensions and its elements as they lie in memory (strings: each with its length); for a sequence how many, and
/// each; for a map its keys and its values.
/// </summary>
internal static class ValueFormat
{
    private const byte Absent = 0;
    private const byte OfTensor = 1;
    private const byte OfSequence = 2;
    private const byte OfMap = 3;

    public static void Write(WireWriter writer, Value? value)
    {
        switch (value)
        {
            case null:
                writer.Byte(Absent);
                break;
            case Tensor tensor:
                writer.Byte(OfTensor);
                WriteTensor(writer, tensor);
                break;
            case SequenceValue sequence:
                writer.Byte(OfSequence);
                writer.Many(sequence.Items, Write);
                break;
            case MapValue map:
                writer.Byte(OfMap);
                WriteTensor(writer, map.Keys);
                WriteTensor(writer, map.Values);
                break;
            default:
                throw new NotSupportedException($"This is a bug: {value.GetType()} has no form on the wire.");
        }
    }

    public static Value? Read(WireReader reader) => reader.Byte() switch
    {
        Absent => null,
        OfTensor => ReadTensor(reader),
        OfSequence => reader.Nested(static inner => new SequenceValue(inner.Many(static item => Read(item) ?? throw WireDamage.Because("an item of a sequence is absent")))),
        OfMap => ReadMap(reader),
        var other => throw WireDamage.Because($"there is no kind of value with the number {other}"),
    };

    private static void WriteTensor(WireWriter writer, Tensor tensor)
    {
        writer.Byte((byte)OnnxDataTypes.Number(tensor.ElementType));
        if (tensor.Shape.Rank > byte.MaxValue) throw new NotSupportedException($"A tensor of rank {tensor.Shape.Rank} has no form on the wire; {byte.MaxValue} is the most.");
        writer.Byte((byte)tensor.Shape.Rank);
        foreach (var dimension in tensor.Shape) writer.Int64(dimension);
        if (tensor.ElementType != ElementType.String)
        {
            writer.Elements(tensor);
            return;
        }

        foreach (var text in tensor.Strings()) writer.Text(text);
    }

    private static Tensor ReadTensor(WireReader reader)
    {
        var number = reader.Byte();
        if (!OnnxDataTypes.FromNumber(number).TryGet(out var type, out _)) throw WireDamage.Because($"there is no element type with the number {number}");
        var dimensions = new long[reader.Byte()];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = reader.Int64();
            if (dimensions[i] < 0) throw WireDamage.Because($"a dimension is {dimensions[i]}");
        }

        var shape = Shape(dimensions);
        var least = type == ElementType.String ? sizeof(int) : type.ByteSize();
        if (shape.ElementCount > reader.Remaining / least) throw WireDamage.Because($"{type.Name()} {shape} needs more than the {reader.Remaining:N0} bytes that follow");
        if (type != ElementType.String) return reader.Elements(type, shape);

        var texts = new string[shape.ElementCount];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.Text();
        return reader.Keep(Tensor.FromStrings(texts, shape));
    }

    private static MapValue ReadMap(WireReader reader)
    {
        var (keys, values) = (ReadTensor(reader), ReadTensor(reader));
        if (keys.Shape.Rank != 1 || keys.Shape != values.Shape) throw WireDamage.Because($"a map has keys {keys.Shape} and values {values.Shape}");
        return new(keys, values);
    }

    private static TensorShape Shape(long[] dimensions)
    {
        try
        {
            return new(dimensions);
        }
        catch (OverflowException)
        {
            throw WireDamage.Because("a tensor has more elements than there can be");
        }
    }
}
