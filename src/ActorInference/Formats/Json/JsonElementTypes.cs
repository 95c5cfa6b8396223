namespace ActorInference.Formats.Json;

/// <summary>Names of element types in JSON: ours, and those of the Open Inference Protocol.</summary>
internal static class JsonElementTypes
{
    public static bool TryParse(string name, out ElementType type)
    {
        ElementType? known = name.ToUpperInvariant() switch
        {
            "FP16" => ElementType.Float16,
            "FP32" => ElementType.Float32,
            "FP64" => ElementType.Float64,
            "BF16" => ElementType.BFloat16,
            "BYTES" => ElementType.String,
            _ => null,
        };
        type = known ?? default;
        return known is not null || ElementTypes.TryParse(name, out type);
    }
}
