using static ActorInference.OnnxRuntime.Native.ProtoBytes;

namespace ActorInference.OnnxRuntime.Providers;

/// <summary>The smallest model that shows that a device computes: y = x * x, float32 [1], written as the protocol buffer that ONNX defines.</summary>
internal static class ProbeModel
{
    public const string Input = "x";
    public const string Output = "y";

    // ModelProto: ir_version 1, graph 7, opset_import 8. GraphProto: node 1, name 2, input 11, output 12. NodeProto: input 1, output 2, op_type 4.
    public static byte[] Bytes { get; } =
    [
        .. Number(1, 8),
        .. Message(7, [.. Message(1, [.. Text(1, Input), .. Text(1, Input), .. Text(2, Output), .. Text(4, "Mul")]), .. Text(2, "probe"), .. Message(11, Value(Input)), .. Message(12, Value(Output))]),
        .. Message(8, [.. Number(2, 13)]),
    ];

    // ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1. Tensor: elem_type 1 (1 is float), shape 2. TensorShapeProto: dim 1. Dimension: dim_value 1.
    private static byte[] Value(string name) =>
        [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, 1), .. Message(2, Message(1, Number(1, 1)))]))];
}
