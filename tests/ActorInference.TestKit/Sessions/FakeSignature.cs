namespace ActorInference.TestKit;

/// <summary>Signatures written as they are printed: <c>x: float32 [N,4]</c>, <c>ids: int64 [?,16]</c>, <c>y: float32 [...]</c>. Tensors only.</summary>
public static class FakeSignature
{
    public static ModelSignature Of(string[] inputs, string[] outputs) => new([.. inputs.Select(Spec)], [.. outputs.Select(Spec)], []);

    private static ValueSpec Spec(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (colon < 0 || bracket < colon || !text.EndsWith(']') || !ElementTypes.TryParse(text[(colon + 1)..bracket].Trim(), out var type))
        {
            throw new FormatException($"'{text}' is no tensor of a signature; one looks so: x: float32 [N,4].");
        }

        var dimensions = text[(bracket + 1)..^1];
        return new(text[..colon].Trim(), new TensorType(type, dimensions == "..." ? null : [.. dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Dimension)]));
    }

    private static Dimension Dimension(string text) =>
        long.TryParse(text, out var size) ? ActorInference.Dimension.Fixed(size) : ActorInference.Dimension.Free(text.Trim() is "?" ? null : text.Trim());
}
