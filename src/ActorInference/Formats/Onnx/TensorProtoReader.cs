using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ActorInference.Formats.Onnx;

/// <summary>ONNX's tensor message to a tensor. Elements lie in <c>raw_data</c>, or in the typed field that belongs to the element type.</summary>
internal static class TensorProtoReader
{
    public static Outcome<Tensor> Read(TensorProto proto)
    {
        if (proto.DataLocation == TensorProto.Types.DataLocation.External || proto.ExternalData.Count > 0)
        {
            return Malformed.Because("its elements lie in another file (external data), which is not followed; save the tensor with its elements inside");
        }

        if (proto.Segment is not null) return Malformed.Because("it is one segment of a tensor; save the tensor whole");
        if (!OnnxDataTypes.FromNumber(proto.DataType).TryGet(out var type, out var failure)) return failure;
        if (!Shapes.Create(proto.Dims.ToArray()).TryGet(out var shape, out failure)) return failure;
        return proto.RawData.Length > 0 ? FromRaw(proto, type, shape) : FromTyped(proto, type, shape);
    }

    private static Outcome<Tensor> FromRaw(TensorProto proto, ElementType type, TensorShape shape)
    {
        if (type == ElementType.String) return Malformed.Because("strings lie in its raw_data; they belong into string_data");
        if (TypedCount(proto) > 0) return Malformed.Because("it has elements in raw_data and in a typed field");
        if ((Int128)shape.ElementCount * type.ByteSize() != proto.RawData.Length)
        {
            return Malformed.Because($"{type.Name()} {Shapes.Text(shape.Dimensions)} needs {(Int128)shape.ElementCount * type.ByteSize():N0} bytes; raw_data has {proto.RawData.Length:N0}");
        }

        // ONNX fixes raw_data to little-endian, the order of every platform that this project targets.
        var tensor = Tensor.Allocate(type, shape);
        proto.RawData.Span.CopyTo(tensor.Bytes());
        if (type == ElementType.Bool) Booleans.Normalise(tensor.Bytes());
        return tensor;
    }

    private static Outcome<Tensor> FromTyped(TensorProto proto, ElementType type, TensorShape shape)
    {
        switch (type)
        {
            case ElementType.Float32: return Copy<float>(proto.FloatData, shape, "float_data", proto);
            case ElementType.Float64: return Copy<double>(proto.DoubleData, shape, "double_data", proto);
            case ElementType.Int32: return Copy<int>(proto.Int32Data, shape, "int32_data", proto);
            case ElementType.Int64: return Copy<long>(proto.Int64Data, shape, "int64_data", proto);
            case ElementType.UInt64: return Copy<ulong>(proto.Uint64Data, shape, "uint64_data", proto);
            case ElementType.UInt32: return Convert<ulong, uint>(proto.Uint64Data, shape, "uint64_data", proto, uint.MinValue, uint.MaxValue, static x => (uint)x);
            case ElementType.Int8: return Convert<int, sbyte>(proto.Int32Data, shape, "int32_data", proto, sbyte.MinValue, sbyte.MaxValue, static x => (sbyte)x);
            case ElementType.Int16: return Convert<int, short>(proto.Int32Data, shape, "int32_data", proto, short.MinValue, short.MaxValue, static x => (short)x);
            case ElementType.UInt8: return Convert<int, byte>(proto.Int32Data, shape, "int32_data", proto, byte.MinValue, byte.MaxValue, static x => (byte)x);
            case ElementType.UInt16: return Convert<int, ushort>(proto.Int32Data, shape, "int32_data", proto, ushort.MinValue, ushort.MaxValue, static x => (ushort)x);
            case ElementType.Bool: return Convert<int, bool>(proto.Int32Data, shape, "int32_data", proto, int.MinValue, int.MaxValue, static x => x != 0);
            case ElementType.Float16:
                return Convert<int, Half>(proto.Int32Data, shape, "int32_data", proto, ushort.MinValue, ushort.MaxValue, static x => BitConverter.UInt16BitsToHalf((ushort)x));
            case ElementType.BFloat16:
                return Convert<int, BFloat16>(proto.Int32Data, shape, "int32_data", proto, ushort.MinValue, ushort.MaxValue, static x => new BFloat16((ushort)x));
            case ElementType.String: return ReadStrings(proto, shape);
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type");
        }
    }

    private static Outcome<Tensor> Copy<T>(RepeatedField<T> field, TensorShape shape, string name, TensorProto proto)
        where T : unmanaged
    {
        if (CheckCount(field.Count, shape, name, proto) is { } failure) return failure;
        var tensor = Tensor.Allocate(ElementTypes.Of<T>(), shape);
        var target = tensor.Span<T>();
        for (var i = 0; i < target.Length; i++) target[i] = field[i];
        return tensor;
    }

    private static Outcome<Tensor> Convert<TFrom, T>(
        RepeatedField<TFrom> field, TensorShape shape, string name, TensorProto proto, TFrom least, TFrom most, Func<TFrom, T> convert)
        where TFrom : IComparable<TFrom>
        where T : unmanaged
    {
        if (CheckCount(field.Count, shape, name, proto) is { } failure) return failure;
        var tensor = Tensor.Allocate(ElementTypes.Of<T>(), shape);
        var target = tensor.Span<T>();
        for (var i = 0; i < target.Length; i++)
        {
            if (field[i].CompareTo(least) < 0 || field[i].CompareTo(most) > 0)
            {
                tensor.Dispose();
                return Malformed.Because($"element {i} of {name} is {field[i]}, outside {least} to {most} of {ElementTypes.Of<T>().Name()}");
            }

            target[i] = convert(field[i]);
        }

        return tensor;
    }

    private static Outcome<Tensor> ReadStrings(TensorProto proto, TensorShape shape)
    {
        if (CheckCount(proto.StringData.Count, shape, "string_data", proto) is { } failure) return failure;
        return Texts(proto.StringData).TryGet(out var strings, out failure) ? Tensor.FromStrings(strings, shape) : failure;
    }

    /// <summary>Strings of a message; ONNX fixes them to UTF-8.</summary>
    internal static Outcome<string[]> Texts(RepeatedField<ByteString> field)
    {
        var strings = new string[field.Count];
        for (var i = 0; i < strings.Length; i++)
        {
            if (StrictText.Decode(field[i].Span) is not { } text) return Malformed.Because($"string {i} is no sound UTF-8");
            strings[i] = text;
        }

        return strings;
    }

    private static Failure? CheckCount(int count, TensorShape shape, string name, TensorProto proto)
    {
        if (count != shape.ElementCount) return Malformed.Because($"{Shapes.Text(shape.Dimensions)} has {shape.ElementCount:N0} elements; {name} has {count:N0}");
        return TypedCount(proto) == count ? null : Malformed.Because($"it has elements in other fields than {name}, where its element type belongs");
    }

    private static long TypedCount(TensorProto proto) =>
        (long)proto.FloatData.Count + proto.Int32Data.Count + proto.StringData.Count + proto.Int64Data.Count + proto.DoubleData.Count + proto.Uint64Data.Count;
}
