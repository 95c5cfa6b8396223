using ActorInference.Formats.Onnx;

namespace ActorInference.Akka.Wire.Formats;

/// <summary>A model with its signature.</summary>
internal static class ModelDescriptionFormat
{
    private const byte OfTensor = 1;
    private const byte OfSequence = 2;
    private const byte OfMap = 3;
    private const byte OfOptional = 4;
    private const byte Unsupported = 5;

    public static void Write(WireWriter writer, ModelDescription description)
    {
        writer.Text(description.Model);
        writer.Many(description.Signature.Inputs, WriteSpec);
        writer.Many(description.Signature.Outputs, WriteSpec);
        writer.Many(description.Signature.OverridableInitializers, WriteSpec);
        writer.Many(description.Outputs, static (inner, name) => inner.Text(name));
        writer.Int32(description.Capacity);
    }

    public static ModelDescription Read(WireReader reader) =>
        new(reader.Text(), new(reader.Many(ReadSpec), reader.Many(ReadSpec), reader.Many(ReadSpec)), reader.Many(static inner => inner.Text()), reader.Int32());

    private static void WriteSpec(WireWriter writer, ValueSpec spec)
    {
        writer.Text(spec.Name);
        WriteType(writer, spec.Type);
    }

    private static ValueSpec ReadSpec(WireReader reader) => new(reader.Text(), ReadType(reader));

    private static void WriteType(WireWriter writer, ValueType type)
    {
        switch (type)
        {
            case TensorType tensor:
                writer.Byte(OfTensor);
                writer.Byte((byte)OnnxDataTypes.Number(tensor.ElementType));
                writer.Flag(tensor.Shape is not null);
                if (tensor.Shape is not null) writer.Many(tensor.Shape, WriteDimension);
                break;
            case SequenceType sequence:
                writer.Byte(OfSequence);
                WriteType(writer, sequence.Item);
                break;
            case MapType map:
                writer.Byte(OfMap);
                writer.Byte((byte)OnnxDataTypes.Number(map.Key));
                WriteType(writer, map.Item);
                break;
            case OptionalType optional:
                writer.Byte(OfOptional);
                WriteType(writer, optional.Item);
                break;
            case UnsupportedType unsupported:
                writer.Byte(Unsupported);
                writer.Text(unsupported.Name);
                break;
            default:
                throw new NotSupportedException($"This is a bug: {type.GetType()} has no form on the wire.");
        }
    }

    private static ValueType ReadType(WireReader reader) => reader.Nested<ValueType>(static inner => inner.Byte() switch
    {
        OfTensor => new TensorType(ReadElementType(inner), inner.Flag() ? inner.Many(ReadDimension) : null),
        OfSequence => new SequenceType(ReadType(inner)),
        OfMap => new MapType(ReadElementType(inner), ReadType(inner)),
        OfOptional => new OptionalType(ReadType(inner)),
        Unsupported => new UnsupportedType(inner.Text()),
        var other => throw WireDamage.Because($"there is no kind of type with the number {other}"),
    });

    private static ElementType ReadElementType(WireReader reader)
    {
        var number = reader.Byte();
        return OnnxDataTypes.FromNumber(number).TryGet(out var type, out _) ? type : throw WireDamage.Because($"there is no element type with the number {number}");
    }

    // A size, or -1 and a symbol, which may be empty.
    private static void WriteDimension(WireWriter writer, Dimension dimension)
    {
        writer.Int64(dimension.Size ?? -1);
        if (dimension.IsFree) writer.Text(dimension.Symbol ?? "");
    }

    private static Dimension ReadDimension(WireReader reader) => reader.Int64() switch
    {
        -1 => Dimension.Free(reader.Text()),
        < 0 => throw WireDamage.Because("a dimension is negative"),
        var size => Dimension.Fixed(size),
    };
}
