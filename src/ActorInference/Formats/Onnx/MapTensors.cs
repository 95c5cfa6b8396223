namespace ActorInference.Formats.Onnx;

/// <summary>A map's values: one tensor here, one message an entry in ONNX's files.</summary>
internal static class MapTensors
{
    /// <summary>One tensor of rank 1 from tensors of one element each, all of one type. No entry at all counts as float32.</summary>
    public static Outcome<Tensor> Join(IReadOnlyList<Value> items)
    {
        var type = items.Count > 0 && items[0] is Tensor first ? first.ElementType : ElementType.Float32;
        var joined = Tensor.Allocate(type, [items.Count]);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not Tensor item || item.ElementType != type || item.Shape.ElementCount != 1)
            {
                joined.Dispose();
                return Malformed.Because($"value {i} of its map is {items[i]}; maps here hold one {type.Name()} for each key");
            }

            if (type == ElementType.String) joined.Strings()[i] = item.Strings()[0];
            else item.Bytes().CopyTo(joined.Bytes()[(i * type.ByteSize())..]);
        }

        return joined;
    }

    /// <summary>The opposite: tensors of rank 0, which the caller owns.</summary>
    public static IEnumerable<Tensor> Split(Tensor joined)
    {
        for (var i = 0; i < joined.Shape.ElementCount; i++)
        {
            var item = Tensor.Allocate(joined.ElementType, default);
            if (joined.ElementType == ElementType.String) item.Strings()[0] = joined.Strings()[i];
            else joined.Bytes().Slice(i * item.Bytes().Length, item.Bytes().Length).CopyTo(item.Bytes());
            yield return item;
        }
    }
}
