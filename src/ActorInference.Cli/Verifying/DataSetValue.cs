namespace ActorInference.Cli.Verifying;

/// <summary>Reads the values of data sets.</summary>
internal static class DataSetValue
{
    /// <summary>The value, which the caller owns; null for an optional that is absent.</summary>
    public static Outcome<Value?> Read(string path, ValueType type)
    {
        if (!TensorFile.ReadOptional(path, type).TryGet(out var value, out var failure)) return failure;

        // NumPy has no bfloat16: what made the data sets wrote its bits and called them uint16.
        if (value is not Tensor { ElementType: ElementType.UInt16 } bits || type is not TensorType { ElementType: ElementType.BFloat16 }) return value;
        using (bits)
        {
            var tensor = Tensor.Allocate(ElementType.BFloat16, bits.Shape);
            bits.Bytes().CopyTo(tensor.Bytes());
            return tensor;
        }
    }
}
