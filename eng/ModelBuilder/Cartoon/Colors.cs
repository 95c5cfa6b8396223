using ActorInference.ModelBuilder.Onnx;

namespace ActorInference.ModelBuilder.Cartoon;

/// <summary>
/// From RGB to brightness and colour and back: full-range YCbCr of JPEG (ITU-T T.871), Cb and Cr around 0 and stretched by
/// <see cref="ChromaScale"/>. The numbers stay gamma-encoded, in which equal steps look about equally large.
/// </summary>
internal static class Colors
{
    /// <summary>
    /// How much more a difference in colour counts than the same difference in brightness when an edge is to be kept: YCbCr gives
    /// the colour edges of everyday things less room than their brightness edges. Chosen by eye.
    /// </summary>
    private const float ChromaScale = 1.25f;

    /// <summary>RGB 0..1 to Y 0..1 and two colour channels in -0.625..0.625.</summary>
    public static Signal ToLumaChroma(this Signal rgb) => rgb.MixChannels("rgb-to-luma-chroma", 3,
        0.299f, 0.587f, 0.114f,
        -0.168736f * ChromaScale, -0.331264f * ChromaScale, 0.5f * ChromaScale,
        0.5f * ChromaScale, -0.418688f * ChromaScale, -0.081312f * ChromaScale);

    /// <summary>The inverse. Colours that RGB cannot show come out below 0 or above 1.</summary>
    public static Signal ToRgb(this Signal lumaChroma) => lumaChroma.MixChannels("luma-chroma-to-rgb", 3,
        1f, 0f, 1.402f / ChromaScale,
        1f, -0.344136f / ChromaScale, -0.714136f / ChromaScale,
        1f, 1.772f / ChromaScale, 0f);
}
