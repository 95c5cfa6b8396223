using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>Chooses the format of coded pixels.</summary>
internal static class TargetPixels
{
    /// <summary>
    /// 4:2:0, which everything plays; 4:4:4 where the source's colours are at full resolution, and where H.264 could not hold the exact size: its 4:2:0 takes even sizes only, VP9's any.
    /// </summary>
    public static string For(VideoCodec codec, PictureSize size, string? source)
    {
        if (codec == VideoCodec.LosslessRgb) return "rgb24";
        var odd = ((size.Width | size.Height) & 1) != 0;
        return IsFullResolution(source) || (odd && codec == VideoCodec.H264) ? "yuv444p" : "yuv420p";
    }

    // RGB sources (GIF, PNG, bgr24) are not meant: nobody chose their resolution of colour, and few players take 4:4:4.
    private static bool IsFullResolution(string? source) =>
        source is not null && (source.StartsWith("yuv444", StringComparison.Ordinal) || source.StartsWith("yuvj444", StringComparison.Ordinal)
            || source.StartsWith("yuva444", StringComparison.Ordinal) || source is "nv24" or "nv42" or "vuya" or "vuyx" or "ayuv64le");
}
