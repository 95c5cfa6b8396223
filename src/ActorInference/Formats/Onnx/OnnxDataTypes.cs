namespace ActorInference.Formats.Onnx;

/// <summary>ONNX's numbers for element types.</summary>
internal static class OnnxDataTypes
{
    /// <summary>The element type with ONNX's number, or why a tensor here cannot hold it.</summary>
    public static Outcome<ElementType> FromNumber(int number) => (TensorProto.Types.DataType)number switch
    {
        TensorProto.Types.DataType.Float => ElementType.Float32,
        TensorProto.Types.DataType.Double => ElementType.Float64,
        TensorProto.Types.DataType.Float16 => ElementType.Float16,
        TensorProto.Types.DataType.Bfloat16 => ElementType.BFloat16,
        TensorProto.Types.DataType.Int8 => ElementType.Int8,
        TensorProto.Types.DataType.Int16 => ElementType.Int16,
        TensorProto.Types.DataType.Int32 => ElementType.Int32,
        TensorProto.Types.DataType.Int64 => ElementType.Int64,
        TensorProto.Types.DataType.Uint8 => ElementType.UInt8,
        TensorProto.Types.DataType.Uint16 => ElementType.UInt16,
        TensorProto.Types.DataType.Uint32 => ElementType.UInt32,
        TensorProto.Types.DataType.Uint64 => ElementType.UInt64,
        TensorProto.Types.DataType.Bool => ElementType.Bool,
        TensorProto.Types.DataType.String => ElementType.String,
        TensorProto.Types.DataType.Undefined => Malformed.Because("it names no element type: it is no ONNX tensor, or not the message that the signature lets expect"),
        _ => Malformed.Because($"its element type is ONNX's number {number} ({(TensorProto.Types.DataType)number}), which tensors here cannot hold"),
    };

    /// <summary>ONNX's number for the element type.</summary>
    public static int Number(ElementType type) => (int)(type switch
    {
        ElementType.Float32 => TensorProto.Types.DataType.Float,
        ElementType.Float64 => TensorProto.Types.DataType.Double,
        ElementType.Float16 => TensorProto.Types.DataType.Float16,
        ElementType.BFloat16 => TensorProto.Types.DataType.Bfloat16,
        ElementType.Int8 => TensorProto.Types.DataType.Int8,
        ElementType.Int16 => TensorProto.Types.DataType.Int16,
        ElementType.Int32 => TensorProto.Types.DataType.Int32,
        ElementType.Int64 => TensorProto.Types.DataType.Int64,
        ElementType.UInt8 => TensorProto.Types.DataType.Uint8,
        ElementType.UInt16 => TensorProto.Types.DataType.Uint16,
        ElementType.UInt32 => TensorProto.Types.DataType.Uint32,
        ElementType.UInt64 => TensorProto.Types.DataType.Uint64,
        ElementType.Bool => TensorProto.Types.DataType.Bool,
        ElementType.String => TensorProto.Types.DataType.String,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    });
}
