using System.Text;
using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Values;

/// <summary>Values on their way in: native values over the caller's memory (tensors) or copies (strings, sequences, maps).</summary>
internal static unsafe class OrtInputs
{
    /// <summary>
    /// A native value for <paramref name="value"/>. Numeric tensors are not copied: their memory is held, by a hold that is added to
    /// <paramref name="holds"/> and that the caller ends when the native value is released.
    /// </summary>
    public static OrtValueHandle Create(Value value, List<MemoryHold> holds) => value switch
    {
        Tensor { ElementType: ElementType.String } strings => CreateStrings(strings),
        Tensor tensor => CreateOver(tensor, holds),
        SequenceValue sequence => CreateComposite(OrtValueKind.Sequence, sequence.Items, holds),
        MapValue map => CreateComposite(OrtValueKind.Map, [map.Keys, map.Values], holds),
        _ => throw new InvalidOperationException($"This is a bug: no native form of {value.GetType()}."),
    };

    private static OrtValueHandle CreateOver(Tensor tensor, List<MemoryHold> holds)
    {
        var hold = tensor.Memory.Hold();
        holds.Add(hold);
        fixed (long* dimensions = tensor.Shape.Dimensions)
        {
            OrtValue* native;
            OrtCall.Check(Ort.Api->CreateTensorWithDataAsOrtValue(
                OrtEnvironment.HostMemory, (void*)hold.Address, (nuint)tensor.ByteLength, dimensions, (nuint)tensor.Shape.Rank, tensor.ElementType.ToNative(), &native));
            return new(native);
        }
    }

    private static OrtValueHandle CreateStrings(Tensor tensor)
    {
        OrtValueHandle handle;
        fixed (long* dimensions = tensor.Shape.Dimensions)
        {
            OrtValue* native;
            OrtCall.Check(Ort.Api->CreateTensorAsOrtValue(OrtEnvironment.Allocator, dimensions, (nuint)tensor.Shape.Rank, OrtElementType.String, &native));
            handle = new(native);
        }

        try
        {
            var strings = tensor.Strings();
            for (var i = 0; i < strings.Length; i++)
            {
                // Into the element's own buffer: any characters, zero included, and no second copy.
                var length = Encoding.UTF8.GetByteCount(strings[i]);
                byte* buffer;
                OrtCall.Check(Ort.Api->GetResizedStringTensorElementBuffer(handle.Pointer, (nuint)i, (nuint)length, &buffer));
                Encoding.UTF8.GetBytes(strings[i], new Span<byte>(buffer, length));
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static OrtValueHandle CreateComposite(OrtValueKind kind, IReadOnlyList<Value> parts, List<MemoryHold> holds)
    {
        var handles = new OrtValueHandle[parts.Count];
        try
        {
            var pointers = new nint[parts.Count];
            for (var i = 0; i < parts.Count; i++)
            {
                handles[i] = Create(parts[i], holds);
                pointers[i] = (nint)handles[i].Pointer;
            }

            fixed (nint* start = pointers)
            {
                OrtValue* native;
                OrtCall.Check(Ort.Api->CreateValue((OrtValue**)start, (nuint)parts.Count, kind, &native));
                return new(native);
            }
        }
        finally
        {
            // CreateValue shares its parts or copies them: these may go as soon as it has returned, the memory under them may not.
            foreach (var handle in handles) handle?.Dispose();
        }
    }
}
