namespace ActorInference;

/// <summary>The element types of ONNX tensors that a tensor here can hold.</summary>
public enum ElementType
{
    /// <summary>32-bit IEEE float, <see cref="float"/>.</summary>
    Float32,

    /// <summary>64-bit IEEE float, <see cref="double"/>.</summary>
    Float64,

    /// <summary>16-bit IEEE float, <see cref="Half"/>.</summary>
    Float16,

    /// <summary>The upper 16 bits of a float32, <see cref="ActorInference.BFloat16"/>.</summary>
    BFloat16,

    /// <summary><see cref="sbyte"/>.</summary>
    Int8,

    /// <summary><see cref="short"/>.</summary>
    Int16,

    /// <summary><see cref="int"/>.</summary>
    Int32,

    /// <summary><see cref="long"/>.</summary>
    Int64,

    /// <summary><see cref="byte"/>.</summary>
    UInt8,

    /// <summary><see cref="ushort"/>.</summary>
    UInt16,

    /// <summary><see cref="uint"/>.</summary>
    UInt32,

    /// <summary><see cref="ulong"/>.</summary>
    UInt64,

    /// <summary><see cref="bool"/>, one byte an element.</summary>
    Bool,

    /// <summary><see cref="string"/>; held in managed memory.</summary>
    String,
}
