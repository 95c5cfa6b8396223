namespace ActorInference.Video;

/// <summary>What encodes a <see cref="VideoCodec"/>.</summary>
/// <param name="Name">FFmpeg's name for it.</param>
/// <param name="Codec">What people call what it makes.</param>
/// <param name="MaxQuality">The largest, and so worst, constant rate factor; null where there is none.</param>
internal sealed record EncoderFacts(string Name, string Codec, int? MaxQuality)
{
    private static readonly EncoderFacts H264 = new("libx264", "H.264", 51);
    private static readonly EncoderFacts Vp9 = new("libvpx-vp9", "VP9", 63);
    private static readonly EncoderFacts LosslessRgb = new("libx264rgb", "H.264 in RGB", null);

    /// <summary>Those of a codec.</summary>
    public static EncoderFacts Of(VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => H264,
        VideoCodec.Vp9 => Vp9,
        VideoCodec.LosslessRgb => LosslessRgb,
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "not a codec"),
    };
}
