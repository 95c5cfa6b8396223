using ActorInference.Configuration;
using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>Reads the section <c>video</c> of a configuration. <c>HOCON.conf</c> has the keys and what they mean.</summary>
public static class VideoConfiguration
{
    private static readonly VideoReadOptions Defaults = new();

    /// <summary>The section, to be loaded with a configuration and got from it.</summary>
    public static ConfigurationSection<VideoOptions> Section { get; } = new("video", Read);

    private static VideoOptions Read(HoconReader reader) => new()
    {
        Read = new()
        {
            Ffmpeg = reader.Below("ffmpeg") is { } ffmpeg ? ReadFfmpeg(ffmpeg) : Defaults.Ffmpeg,
            ReadAhead = reader.Count("read-ahead") ?? Defaults.ReadAhead,
            PixelLimit = reader.Pixels("pixel-limit") ?? Defaults.PixelLimit,
            Reconnect = reader.Below("reconnect") is { } reconnect ? ReadReconnect(reconnect) : Defaults.Reconnect,
        },
        Quality = (int?)reader.Integer("quality", 0, 63),
        Effort = reader.Word("effort", "fast", "fast", "balanced", "small") switch
        {
            "balanced" => EncodingEffort.Balanced,
            "small" => EncodingEffort.Small,
            _ => EncodingEffort.Fast,
        },
    };

    private static FfmpegOptions ReadFfmpeg(HoconReader reader) => new()
    {
        Program = Program(reader),
        Threads = reader.Count("threads", 0) ?? Defaults.Ffmpeg.Threads,
        ProbeLimit = reader.DurationAboveZero("probe-limit") ?? Defaults.Ffmpeg.ProbeLimit,
    };

    private static string? Program(HoconReader reader)
    {
        var program = reader.Text("program");
        if (program is not null && string.IsNullOrWhiteSpace(program)) reader.Refuse("program", "is empty; name the program, or write null");
        return program;
    }

    private static ReconnectOptions ReadReconnect(HoconReader reader)
    {
        var (first, max) = reader.Backoff(Defaults.Reconnect.FirstBackoff, Defaults.Reconnect.MaxBackoff);
        return new()
        {
            Attempts = reader.Count("attempts", 0) ?? Defaults.Reconnect.Attempts,
            FirstBackoff = first,
            MaxBackoff = max,
            Jitter = reader.Fraction("jitter") ?? Defaults.Reconnect.Jitter,
            Stall = reader.DurationAboveZero("stall") ?? Defaults.Reconnect.Stall,
        };
    }
}
