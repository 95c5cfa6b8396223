namespace ActorInference.Formats.Npy;

/// <summary>Writes one tensor as .npy, version 1.0, little-endian, row-major.</summary>
internal static class NpyWriter
{
    public static Failure? Write(Stream stream, Value value)
    {
        if (value is not Tensor tensor) return Malformed.Because($"NumPy's format holds one tensor, not a {value}; use .pb or .json");
        if (tensor.ElementType == ElementType.String) return NpyStrings.Write(stream, tensor);
        if (NpyType.Describe(tensor.ElementType) is not { } type) return Malformed.Because($"NumPy has no {tensor.ElementType.Name()}; use .pb or .json, or convert to float32");

        // The memory holds native order; every platform of .NET 10 that this project targets is little-endian.
        stream.Write(NpyHeader.Create(type, tensor.Shape));
        stream.Write(tensor.Bytes());
        return null;
    }
}
