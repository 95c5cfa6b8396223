using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// Outputs that are inputs of the same name, which ONNX allows. The runtime hands them back over the input's own memory, which is its
/// owner's, and leaves memory that it is given for them unwritten: they are asked for without memory and copied.
/// </summary>
internal static unsafe class PassedThrough
{
    /// <summary>
    /// A copy of <paramref name="value"/>, which it disposes, in memory of its own; or, with <paramref name="given"/>, null and the copy in there.
    /// Strings and composite values were copied when they were read.
    /// </summary>
    public static Value? Copy(Value? value, Tensor? given)
    {
        if (given is null && value is not Tensor { ElementType: not ElementType.String }) return value;
        using (value)
        {
            if (given is null) return ((Tensor)value!).Clone();
            if (value is not Tensor tensor || tensor.ElementType != given.ElementType || tensor.Shape != given.Shape)
            {
                throw new OrtException(OrtErrorCode.InvalidArgument, $"the output is {value}, which cannot be written into {given}");
            }

            using var hold = given.Memory.Hold();
            Buffer.MemoryCopy((void*)tensor.Memory.Address, (void*)hold.Address, given.ByteLength, tensor.ByteLength);
            return null;
        }
    }
}
