namespace ActorInference.Video;

/// <summary>A kind of video file: what it holds and how.</summary>
/// <param name="Extension">The file's extension, with the dot.</param>
/// <param name="Muxer">FFmpeg's name for it.</param>
/// <param name="Codec">How frames are compressed.</param>
/// <param name="Sound">Which sound it holds; null for none.</param>
internal sealed record Container(string Extension, string Muxer, VideoCodec Codec, SoundRules? Sound)
{
    private static readonly Container[] All =
    [
        new(".mp4", "mp4", VideoCodec.H264, new(["aac", "mp3", "ac3", "eac3", "alac", "opus"], "aac", 192)),
        new(".mkv", "matroska", VideoCodec.H264, new(null, "", 0)),
        new(".webm", "webm", VideoCodec.Vp9, new(["opus", "vorbis"], "libopus", 128)),
        new(".gif", "gif", VideoCodec.LosslessRgb, null),
    ];

    /// <summary>The extensions of those there are.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. All.Select(container => container.Extension)];

    /// <summary>The container that a file's extension stands for; null for others.</summary>
    public static Container? Of(string path) => Array.Find(All, container => container.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase));

    /// <summary>Ticks a second of the frames on their way into this file. GIF knows hundredths of a second, all others take what the source has.</summary>
    public int ScaleFor(Fraction timeBase) => Codec == VideoCodec.LosslessRgb ? 100 : TargetClock.ScaleFor(timeBase);
}
