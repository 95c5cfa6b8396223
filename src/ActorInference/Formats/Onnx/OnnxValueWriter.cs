using Google.Protobuf;

namespace ActorInference.Formats.Onnx;

/// <summary>A value to ONNX's message for it; numbers go to <c>raw_data</c>.</summary>
internal static class OnnxValueWriter
{
    public static Outcome<IMessage> Message(Value value) => value switch
    {
        Tensor tensor => Widen(Write(tensor)),
        SequenceValue sequence => Widen(Write(sequence)),
        MapValue map => Widen(Write(map)),
        _ => throw new ArgumentException($"not a value: {value}", nameof(value)),
    };

    private static Outcome<TensorProto> Write(Tensor tensor)
    {
        var proto = new TensorProto { DataType = OnnxDataTypes.Number(tensor.ElementType) };
        foreach (var dimension in tensor.Shape) proto.Dims.Add(dimension);
        if (tensor.ElementType != ElementType.String)
        {
            proto.RawData = ByteString.CopyFrom(tensor.Bytes());
            return proto;
        }

        if (StrictText.FirstUnsound(tensor.Strings()) is var unsound and >= 0) return Malformed.Because($"element {unsound} is no sound Unicode text");
        foreach (var text in tensor.Strings()) proto.StringData.Add(ByteString.CopyFromUtf8(text));
        return proto;
    }

    private static Outcome<SequenceProto> Write(SequenceValue sequence)
    {
        var proto = new SequenceProto { ElemType = (int)SequenceProto.Types.DataType.Tensor };
        foreach (var item in sequence.Items)
        {
            if (!Message(item).TryGet(out var message, out var failure)) return failure;
            switch (message)
            {
                case TensorProto tensor:
                    proto.TensorValues.Add(tensor);
                    break;
                case SequenceProto inner:
                    proto.ElemType = (int)SequenceProto.Types.DataType.Sequence;
                    proto.SequenceValues.Add(inner);
                    break;
                case MapProto map:
                    proto.ElemType = (int)SequenceProto.Types.DataType.Map;
                    proto.MapValues.Add(map);
                    break;
            }
        }

        return proto;
    }

    private static Outcome<MapProto> Write(MapValue map)
    {
        var proto = new MapProto { KeyType = OnnxDataTypes.Number(map.Keys.ElementType), Values = new SequenceProto { ElemType = (int)SequenceProto.Types.DataType.Tensor } };
        switch (map.Keys.ElementType)
        {
            case ElementType.Int64:
                foreach (var key in map.Keys.Span<long>()) proto.Keys.Add(key);
                break;
            case ElementType.String:
                if (StrictText.FirstUnsound(map.Keys.Strings()) is var unsound and >= 0) return Malformed.Because($"key {unsound} is no sound Unicode text");
                foreach (var key in map.Keys.Strings()) proto.StringKeys.Add(ByteString.CopyFromUtf8(key));
                break;
            default:
                return Malformed.Because($"maps have int64 or string keys, not {map.Keys.ElementType.Name()}");
        }

        foreach (var item in MapTensors.Split(map.Values))
        {
            using (item)
            {
                if (!Write(item).TryGet(out var message, out var failure)) return failure;
                proto.Values.TensorValues.Add(message);
            }
        }

        return proto;
    }

    private static Outcome<IMessage> Widen<T>(Outcome<T> outcome)
        where T : IMessage => outcome.TryGet(out var message, out var failure) ? Outcome.Of<IMessage>(message) : failure;
}
