namespace ActorInference.Video;

/// <summary>FFmpeg's words for colours.</summary>
internal static class ColorNames
{
    /// <summary>The word of the scale filter's <c>in_color_matrix</c> and <c>out_color_matrix</c>.</summary>
    public static string ForScale(this ColorMatrix matrix) => matrix switch
    {
        ColorMatrix.Bt601 => "bt601",
        ColorMatrix.Bt709 => "bt709",
        ColorMatrix.Bt2020 => "bt2020",
        ColorMatrix.Fcc => "fcc",
        ColorMatrix.Smpte240M => "smpte240m",
        _ => throw new ArgumentOutOfRangeException(nameof(matrix), matrix, "not a matrix"),
    };

    /// <summary>The word of the scale filter's <c>in_range</c> and <c>out_range</c>, and of the option <c>-color_range</c>.</summary>
    public static string ForScale(this ColorRange range) => range == ColorRange.Full ? "pc" : "tv";

    /// <summary>The matrix that a tag names; null for none, and for those that FFmpeg cannot convert from.</summary>
    public static ColorMatrix? MatrixOf(string tag) => tag switch
    {
        "smpte170m" or "bt470bg" => ColorMatrix.Bt601,
        "bt709" => ColorMatrix.Bt709,
        "bt2020nc" => ColorMatrix.Bt2020,
        "fcc" => ColorMatrix.Fcc,
        "smpte240m" => ColorMatrix.Smpte240M,
        _ => null,
    };

    /// <summary>The range that a tag names; null for none.</summary>
    public static ColorRange? RangeOf(string tag) => tag switch
    {
        "tv" => ColorRange.Limited,
        "pc" => ColorRange.Full,
        _ => null,
    };
}
