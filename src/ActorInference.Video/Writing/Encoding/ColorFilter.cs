namespace ActorInference.Video;

/// <summary>The filters that turn RGB into the target's pixels, with every property of colour said: FFmpeg's own guesses are never used.</summary>
internal static class ColorFilter
{
    private const string Exact = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

    // Names that FFmpeg's setparams filter takes since 5.1; sources may carry others, such as 'reserved'.
    private static readonly HashSet<string> KnownPrimaries =
        ["bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020", "smpte428", "smpte431", "smpte432", "jedec-p22", "ebu3213"];

    private static readonly HashSet<string> KnownTransfers =
    [
        "bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "linear", "log100", "log316", "iec61966-2-4", "bt1361e", "iec61966-2-1",
        "bt2020-10", "bt2020-12", "smpte2084", "smpte428", "arib-std-b67",
    ];

    /// <summary>The chain for <c>-vf</c>. Matrix and range are always tagged; primaries and transfer as the source has them.</summary>
    public static string For(VideoColors colors, string pixelFormat)
    {
        if (pixelFormat == "rgb24") return "format=rgb24";
        var matrix = colors.Matrix.ForScale();
        var range = colors.Range.ForScale();
        var tags = $"colorspace={Tag(colors)}:range={range}";
        if (KnownPrimaries.Contains(colors.Primaries)) tags += $":color_primaries={colors.Primaries}";
        if (KnownTransfers.Contains(colors.Transfer)) tags += $":color_trc={colors.Transfer}";
        return $"scale=in_range=pc:out_color_matrix={matrix}:out_range={range}:{Exact},format={pixelFormat},setparams={tags}";
    }

    private static string Tag(VideoColors colors) => ColorNames.MatrixOf(colors.MatrixTag) == colors.Matrix ? colors.MatrixTag : colors.Matrix switch
    {
        ColorMatrix.Bt601 => "smpte170m",
        ColorMatrix.Bt2020 => "bt2020nc",
        var matrix => matrix.ForScale(),
    };
}
