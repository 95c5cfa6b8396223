namespace ActorInference.Video;

/// <summary>Words what a user should hear of a source although every frame came.</summary>
internal static class ReadRemarks
{
    // FFmpeg's names of the transfer functions of ITU-R BT.2100, and what they are known as.
    private static readonly Dictionary<string, string> HighRange = new() { ["smpte2084"] = "PQ", ["arib-std-b67"] = "HLG" };

    /// <summary>A line each; of what <paramref name="feed"/> has seen once it has ended.</summary>
    public static IEnumerable<string> Of(VideoSource source, VideoInfo info, FrameFeed? feed)
    {
        if (info.Colors is { } colors && HighRange.TryGetValue(colors.Transfer, out var name)) yield return $"{source}: it is HDR ({name}), whose colours are taken as they are; frames look pale to a model that knows ordinary pictures.";
        if (feed?.Complaint is { } complaint) yield return $"{source}: FFmpeg complained, and may have covered up damage ({complaint}).";
        if (feed?.IsCutShort == true) yield return $"{source}: it ends within a packet of MPEG-TS; it was probably longer.";
    }
}
