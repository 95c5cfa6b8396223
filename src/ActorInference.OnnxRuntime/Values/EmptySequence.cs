using ActorInference.OnnxRuntime.Native;
using static ActorInference.OnnxRuntime.Native.ProtoBytes;

namespace ActorInference.OnnxRuntime.Values;

/// <summary>
/// Empty sequences on their way in. The runtime's C API makes a sequence out of its items and so none without an item; a model whose only
/// node is SequenceEmpty gives one.
/// </summary>
internal static unsafe class EmptySequence
{
    private const string Output = "y";

    /// <summary>An empty sequence of tensors of <paramref name="items"/>.</summary>
    public static OrtValueHandle Create(ElementType items)
    {
        OrtSessionOptions* pointer;
        OrtCall.Check(Ort.Api->CreateSessionOptions(&pointer));
        using var options = new OrtSessionOptionsHandle(pointer);
        OrtCall.Check(Ort.Api->SetIntraOpNumThreads(pointer, 1));
        OrtCall.Check(Ort.Api->SetInterOpNumThreads(pointer, 1));

        OrtSession* session;
        var bytes = Model((byte)items.ToNative());
        fixed (byte* start = bytes)
        {
            OrtCall.Check(Ort.Api->CreateSessionFromArray(OrtEnvironment.Pointer, start, (nuint)bytes.Length, pointer, &session));
        }

        try
        {
            using var name = new Utf8(Output);
            var output = name.Pointer;
            OrtValue* value = null;
            OrtCall.Check(Ort.Api->Run(session, null, null, null, 0, &output, 1, &value));
            return new(value);
        }
        finally
        {
            Ort.Api->ReleaseSession(session);
        }
    }

    // ModelProto: ir_version 1, graph 7, opset_import 8. GraphProto: node 1, name 2, output 12. NodeProto: output 2, op_type 4, attribute 5.
    // AttributeProto: name 1, i 3, type 20 (2 is INT).
    private static byte[] Model(byte elementType) =>
    [
        .. Number(1, 8),
        .. Message(7, [.. Message(1, [.. Text(2, Output), .. Text(4, "SequenceEmpty"), .. Message(5, [.. Text(1, "dtype"), .. Number(3, elementType), .. Number(20, 2)])]), .. Text(2, "empty"), .. Message(12, Sequence(elementType))]),
        .. Message(8, [.. Number(2, 13)]),
    ];

    // ValueInfoProto: name 1, type 2. TypeProto: tensor_type 1, sequence_type 4. Tensor and Sequence: elem_type 1.
    private static byte[] Sequence(byte elementType) =>
        [.. Text(1, Output), .. Message(2, Message(4, Message(1, Message(1, Number(1, elementType)))))];
}
