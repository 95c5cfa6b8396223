using System.Text;
using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Values;

/// <summary>Values on their way out: numeric tensors are taken over without a copy, strings become managed, sequences and maps are taken apart.</summary>
internal static unsafe class OrtOutputs
{
    /// <summary>
    /// Takes over <paramref name="native"/> in every case: it is released here or owned by the result.
    /// Null for an optional that is absent.
    /// </summary>
    public static Value? TakeOver(OrtValue* native)
    {
        using var handle = new OrtValueHandle(native);
        int hasValue;
        OrtCall.Check(Ort.Api->HasValue(native, &hasValue));
        if (hasValue == 0) return null;

        OrtValueKind kind;
        OrtCall.Check(Ort.Api->GetValueType(native, &kind));
        return kind switch
        {
            OrtValueKind.Tensor => TakeOverTensor(handle),
            OrtValueKind.Sequence => ReadSequence(native),
            OrtValueKind.Map => ReadMap(native),
            _ => throw new OrtException(OrtErrorCode.NotImplemented, $"a value of kind {kind} cannot be read"),
        };
    }

    private static Tensor TakeOverTensor(OrtValueHandle handle)
    {
        var (nativeType, shape) = ReadTypeAndShape(handle.Pointer);
        if (!OrtElementTypes.TryFromNative(nativeType, out var type))
        {
            throw new OrtException(OrtErrorCode.NotImplemented, $"a tensor of {OrtElementTypes.UnsupportedName(nativeType)} cannot be read");
        }

        if (type == ElementType.String) return Tensor.FromStrings(ReadStrings(handle.Pointer, shape.ElementCount), shape);

        // Nothing to take over, and the native pointer may be null.
        if (shape.ElementCount == 0) return Tensor.Allocate(type, shape);

        void* data;
        OrtCall.Check(Ort.Api->GetTensorMutableData(handle.Pointer, &data));
        var bytes = checked((nuint)(shape.ElementCount * type.ByteSize()));
        return new Tensor(type, shape, new OrtTensorMemory(handle.Detach(), data, bytes));
    }

    private static (OrtElementType Type, TensorShape Shape) ReadTypeAndShape(OrtValue* native)
    {
        OrtTensorTypeAndShapeInfo* info;
        OrtCall.Check(Ort.Api->GetTensorTypeAndShape(native, &info));
        try
        {
            OrtElementType type;
            OrtCall.Check(Ort.Api->GetTensorElementType(info, &type));
            nuint rank;
            OrtCall.Check(Ort.Api->GetDimensionsCount(info, &rank));
            const int UsualRank = 16; // beyond it the stack is not safe: a model may make any rank
            Span<long> dimensions = rank <= UsualRank ? stackalloc long[UsualRank] : new long[rank];
            fixed (long* first = dimensions) OrtCall.Check(Ort.Api->GetDimensions(info, first, rank));
            return (type, new TensorShape(dimensions[..(int)rank]));
        }
        finally
        {
            Ort.Api->ReleaseTensorTypeAndShapeInfo(info);
        }
    }

    private static string[] ReadStrings(OrtValue* native, long count)
    {
        if (count == 0) return [];
        nuint length;
        OrtCall.Check(Ort.Api->GetStringTensorDataLength(native, &length));
        if (length > (nuint)Array.MaxLength) throw new OrtException(OrtErrorCode.NotImplemented, $"a tensor with {length:N0} bytes of text cannot be read");
        var bytes = new byte[length];
        var offsets = new nuint[count];
        fixed (byte* content = bytes)
        fixed (nuint* starts = offsets)
        {
            OrtCall.Check(Ort.Api->GetStringTensorContent(native, content, length, starts, (nuint)count));
        }

        var strings = new string[count];
        for (var i = 0; i < strings.Length; i++)
        {
            var end = i + 1 < strings.Length ? (int)offsets[i + 1] : bytes.Length;
            strings[i] = Encoding.UTF8.GetString(bytes, (int)offsets[i], end - (int)offsets[i]);
        }

        return strings;
    }

    private static SequenceValue ReadSequence(OrtValue* native)
    {
        nuint count;
        OrtCall.Check(Ort.Api->GetValueCount(native, &count));
        var items = new List<Value>((int)count);
        try
        {
            for (var i = 0; i < (int)count; i++) items.Add(ReadPart(native, i));
            return new SequenceValue(items);
        }
        catch
        {
            foreach (var item in items) item.Dispose();
            throw;
        }
    }

    private static MapValue ReadMap(OrtValue* native)
    {
        var keys = (Tensor)ReadPart(native, 0);
        try
        {
            return new MapValue(keys, (Tensor)ReadPart(native, 1));
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    private static Value ReadPart(OrtValue* native, int index)
    {
        OrtValue* part;
        OrtCall.Check(Ort.Api->GetValue(native, index, OrtEnvironment.Allocator, &part));
        return TakeOver(part) ?? throw new OrtException(OrtErrorCode.NotImplemented, $"item {index} is an absent optional");
    }
}
