using System.Runtime.InteropServices;
using ActorInference.OnnxRuntime.Native;
using ActorInference.OnnxRuntime.Values;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>Reads names and types of a session's inputs, outputs and overridable initializers.</summary>
internal static unsafe class OrtSignatureReader
{
    public static ModelSignature Read(OrtSession* session)
    {
        var api = Ort.Api;
        return new(
            ReadGroup(session, api->SessionGetInputCount, api->SessionGetInputName, api->SessionGetInputTypeInfo),
            ReadGroup(session, api->SessionGetOutputCount, api->SessionGetOutputName, api->SessionGetOutputTypeInfo),
            ReadGroup(session, api->SessionGetOverridableInitializerCount, api->SessionGetOverridableInitializerName, api->SessionGetOverridableInitializerTypeInfo));
    }

    private static ValueSpec[] ReadGroup(
        OrtSession* session,
        delegate* unmanaged[Cdecl]<OrtSession*, nuint*, OrtStatus*> getCount,
        delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtAllocator*, byte**, OrtStatus*> getName,
        delegate* unmanaged[Cdecl]<OrtSession*, nuint, OrtTypeInfo**, OrtStatus*> getType)
    {
        nuint count;
        OrtCall.Check(getCount(session, &count));
        var specs = new ValueSpec[(int)count];
        for (var i = 0; i < specs.Length; i++)
        {
            byte* name;
            OrtCall.Check(getName(session, (nuint)i, OrtEnvironment.Allocator, &name));
            var text = OrtCall.TakeString(name);
            OrtTypeInfo* type;
            OrtCall.Check(getType(session, (nuint)i, &type));
            using var info = new OrtTypeInfoHandle(type);
            specs[i] = new ValueSpec(text, ReadType(info));
        }

        return specs;
    }

    private static ValueType ReadType(OrtTypeInfoHandle info)
    {
        OrtValueKind kind;
        OrtCall.Check(Ort.Api->GetOnnxTypeFromTypeInfo(info.Pointer, &kind));
        switch (kind)
        {
            case OrtValueKind.Tensor:
                OrtTensorTypeAndShapeInfo* tensor; // part of info, not ours to release; so are the three below
                OrtCall.Check(Ort.Api->CastTypeInfoToTensorInfo(info.Pointer, &tensor));
                return ReadTensorType(tensor);
            case OrtValueKind.Sequence:
                OrtSequenceTypeInfo* sequence;
                OrtTypeInfo* item;
                OrtCall.Check(Ort.Api->CastTypeInfoToSequenceTypeInfo(info.Pointer, &sequence));
                OrtCall.Check(Ort.Api->GetSequenceElementType(sequence, &item));
                return new SequenceType(ReadOwned(item));
            case OrtValueKind.Map:
                OrtMapTypeInfo* map;
                OrtElementType key;
                OrtTypeInfo* value;
                OrtCall.Check(Ort.Api->CastTypeInfoToMapTypeInfo(info.Pointer, &map));
                OrtCall.Check(Ort.Api->GetMapKeyType(map, &key));
                OrtCall.Check(Ort.Api->GetMapValueType(map, &value));
                var itemType = ReadOwned(value);
                return OrtElementTypes.TryFromNative(key, out var keyType) ? new MapType(keyType, itemType) : new UnsupportedType($"map of {OrtElementTypes.UnsupportedName(key)}");
            case OrtValueKind.Optional:
                OrtOptionalTypeInfo* optional;
                OrtTypeInfo* contained;
                OrtCall.Check(Ort.Api->CastTypeInfoToOptionalTypeInfo(info.Pointer, &optional));
                OrtCall.Check(Ort.Api->GetOptionalContainedTypeInfo(optional, &contained));
                return new OptionalType(ReadOwned(contained));
            default:
                return new UnsupportedType(kind == OrtValueKind.SparseTensor ? "sparse tensor" : kind.ToString().ToLowerInvariant());
        }
    }

    private static ValueType ReadOwned(OrtTypeInfo* pointer)
    {
        using var info = new OrtTypeInfoHandle(pointer);
        return ReadType(info);
    }

    private static ValueType ReadTensorType(OrtTensorTypeAndShapeInfo* info)
    {
        OrtElementType native;
        OrtCall.Check(Ort.Api->GetTensorElementType(info, &native));
        var shape = ReadShape(info);
        return OrtElementTypes.TryFromNative(native, out var type)
            ? new TensorType(type, shape)
            : new UnsupportedType($"{OrtElementTypes.UnsupportedName(native)} [{string.Join(',', shape ?? [])}]");
    }

    private static Dimension[]? ReadShape(OrtTensorTypeAndShapeInfo* info)
    {
        // Older runtimes cannot tell a scalar from an unknown rank.
        if (Ort.Minor >= Ort.HasShapeMinor && Ort.Api->TensorTypeAndShape_HasShape(info) == 0) return null;

        nuint rank;
        OrtCall.Check(Ort.Api->GetDimensionsCount(info, &rank));
        // Not on the stack: a model may say any rank.
        var sizes = new long[rank];
        var symbols = new nint[rank];
        fixed (long* firstSize = sizes)
        fixed (nint* firstSymbol = symbols)
        {
            OrtCall.Check(Ort.Api->GetDimensions(info, firstSize, rank));
            OrtCall.Check(Ort.Api->GetSymbolicDimensions(info, (byte**)firstSymbol, rank));
        }

        var shape = new Dimension[rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = sizes[i] >= 0 ? Dimension.Fixed(sizes[i]) : Dimension.Free(Marshal.PtrToStringUTF8(symbols[i]));
        }

        return shape;
    }
}
