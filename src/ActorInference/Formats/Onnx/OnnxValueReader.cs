using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ActorInference.Formats.Onnx;

/// <summary>A .pb file's bytes to a value. The file does not say which message it holds; the expected type does.</summary>
internal static class OnnxValueReader
{
    /// <summary>The value; null for an optional that is absent.</summary>
    public static Outcome<Value?> Read(byte[] bytes, ValueType? expected)
    {
        try
        {
            return expected switch
            {
                TensorType { ElementType: ElementType.BFloat16 } => Widen(BFloat16(TensorProtoReader.Read(TensorProto.Parser.ParseFrom(bytes)))),
                null or TensorType => Widen(TensorProtoReader.Read(TensorProto.Parser.ParseFrom(bytes))),
                SequenceType => Widen(Sequence(SequenceProto.Parser.ParseFrom(bytes))),
                MapType => Widen(Map(MapProto.Parser.ParseFrom(bytes))),
                OptionalType => Optional(OptionalProto.Parser.ParseFrom(bytes)),
                _ => Malformed.Because($"a {expected} is expected, which values here cannot hold"),
            };
        }
        catch (InvalidProtocolBufferException)
        {
            // Its text speaks of protobuf's insides ("embedded message negative size"); what helps is what the file should be.
            return Malformed.Because($"it is cut short or no ONNX {expected?.ToString() ?? "tensor"} message at all");
        }
    }

    /// <summary>ONNX's own test data up to 1.12 hold the bits of bfloat16 as uint16, as NumPy has no such type.</summary>
    private static Outcome<Tensor> BFloat16(Outcome<Tensor> outcome) =>
        outcome.TryGet(out var tensor, out _) && tensor.ElementType == ElementType.UInt16
            ? new Tensor(ElementType.BFloat16, tensor.Shape, tensor.Memory)
            : outcome;

    private static Outcome<Value?> Optional(OptionalProto proto)
    {
        if (proto.TensorValue is { } tensor) return Widen(TensorProtoReader.Read(tensor));
        if (proto.SequenceValue is { } sequence) return Widen(Sequence(sequence));
        if (proto.MapValue is { } map) return Widen(Map(map));
        if (proto.OptionalValue is { } optional) return Optional(optional);
        if (proto.SparseTensorValue is not null) return Malformed.Because("it holds a sparse tensor, which values here cannot hold");
        return (Value?)null;
    }

    private static Outcome<SequenceValue> Sequence(SequenceProto proto)
    {
        if (proto.SparseTensorValues.Count > 0) return Malformed.Because("it holds sparse tensors, which values here cannot hold");
        if (proto.OptionalValues.Count > 0) return Malformed.Because("it is a sequence of optionals, which values here cannot hold");
        var items = new List<Value>();
        var failure = ReadAll(proto.TensorValues, TensorProtoReader.Read, items)
            ?? ReadAll(proto.SequenceValues, Sequence, items)
            ?? ReadAll(proto.MapValues, Map, items);
        if (failure is null) return new SequenceValue(items);
        foreach (var item in items) item.Dispose();
        return failure with { Message = $"item {items.Count}: {failure.Message}" };
    }

    private static Failure? ReadAll<TProto, TValue>(RepeatedField<TProto> protos, Func<TProto, Outcome<TValue>> read, List<Value> items)
        where TValue : Value
    {
        foreach (var proto in protos)
        {
            if (!read(proto).TryGet(out var value, out var failure)) return failure;
            items.Add(value);
        }

        return null;
    }

    private static Outcome<MapValue> Map(MapProto proto)
    {
        if (!Keys(proto).TryGet(out var keys, out var failure)) return failure;
        if (Values(proto).TryGet(out var values, out failure) && values.Shape == keys.Shape) return new MapValue(keys, values);
        values?.Dispose();
        keys.Dispose();
        return failure ?? Malformed.Because($"its map has {keys.Shape.ElementCount:N0} keys and {values!.Shape.ElementCount:N0} values");
    }

    private static Outcome<Tensor> Values(MapProto proto)
    {
        if (!Sequence(proto.Values ?? new SequenceProto()).TryGet(out var items, out var failure)) return failure;
        using (items) return MapTensors.Join(items.Items);
    }

    private static Outcome<Tensor> Keys(MapProto proto)
    {
        if (proto.StringKeys.Count == 0 && proto.KeyType != (int)TensorProto.Types.DataType.String) return Tensor.From(proto.Keys.ToArray(), [proto.Keys.Count]);
        if (proto.Keys.Count > 0) return Malformed.Because("its map has both numbers and strings as keys");
        return TensorProtoReader.Texts(proto.StringKeys).TryGet(out var keys, out var failure) ? Tensor.FromStrings(keys, [keys.Length]) : failure;
    }

    private static Outcome<Value?> Widen<T>(Outcome<T> outcome)
        where T : Value => outcome.TryGet(out var value, out var failure) ? value : failure;
}
