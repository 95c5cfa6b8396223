using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Values;

/// <summary>Element types, ours and theirs.</summary>
internal static class OrtElementTypes
{
    public static OrtElementType ToNative(this ElementType type) => type switch
    {
        ElementType.Float32 => OrtElementType.Float,
        ElementType.Float64 => OrtElementType.Double,
        ElementType.Float16 => OrtElementType.Float16,
        ElementType.BFloat16 => OrtElementType.BFloat16,
        ElementType.Int8 => OrtElementType.Int8,
        ElementType.Int16 => OrtElementType.Int16,
        ElementType.Int32 => OrtElementType.Int32,
        ElementType.Int64 => OrtElementType.Int64,
        ElementType.UInt8 => OrtElementType.UInt8,
        ElementType.UInt16 => OrtElementType.UInt16,
        ElementType.UInt32 => OrtElementType.UInt32,
        ElementType.UInt64 => OrtElementType.UInt64,
        ElementType.Bool => OrtElementType.Bool,
        ElementType.String => OrtElementType.String,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };

    /// <summary>False for the types that no tensor here can hold: complex, 8-bit float, 4-bit.</summary>
    public static bool TryFromNative(OrtElementType native, out ElementType type)
    {
        (type, var known) = native switch
        {
            OrtElementType.Float => (ElementType.Float32, true),
            OrtElementType.Double => (ElementType.Float64, true),
            OrtElementType.Float16 => (ElementType.Float16, true),
            OrtElementType.BFloat16 => (ElementType.BFloat16, true),
            OrtElementType.Int8 => (ElementType.Int8, true),
            OrtElementType.Int16 => (ElementType.Int16, true),
            OrtElementType.Int32 => (ElementType.Int32, true),
            OrtElementType.Int64 => (ElementType.Int64, true),
            OrtElementType.UInt8 => (ElementType.UInt8, true),
            OrtElementType.UInt16 => (ElementType.UInt16, true),
            OrtElementType.UInt32 => (ElementType.UInt32, true),
            OrtElementType.UInt64 => (ElementType.UInt64, true),
            OrtElementType.Bool => (ElementType.Bool, true),
            OrtElementType.String => (ElementType.String, true),
            _ => (default, false),
        };
        return known;
    }

    /// <summary>The name of a type that no tensor here can hold, for messages.</summary>
    public static string UnsupportedName(OrtElementType native) => native.ToString().ToLowerInvariant();
}
