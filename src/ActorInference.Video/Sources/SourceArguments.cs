using System.Globalization;

namespace ActorInference.Video;

/// <summary>FFmpeg's options for opening a source; ffprobe and ffmpeg take the same.</summary>
internal static class SourceArguments
{
    private const string Pipe = "pipe:0";

    /// <summary>Everything up to and with <c>-i</c> and the location.</summary>
    /// <param name="source">The source.</param>
    /// <param name="analysis">How much of it is looked at, at most, to tell what its streams are; null leaves it to FFmpeg.</param>
    /// <param name="isPumped">Whether it comes through standard input, whatever it is.</param>
    public static IEnumerable<string> Of(VideoSource source, TimeSpan? analysis, bool isPumped)
    {
        if (source.Format is { } format) yield return "-f";
        if (source.Format is { } name) yield return name;
        if (analysis is { } limit)
        {
            yield return "-analyzeduration";
            yield return Number((long)limit.TotalMicroseconds);
        }

        // Over UDP, which FFmpeg tries first, RTSP loses packets and with them pieces of pictures. One who wants it names it in the source's own arguments, which come last and win.
        if (source.Location.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase))
        {
            yield return "-rtsp_transport";
            yield return "tcp";
        }

        foreach (var argument in source.Arguments) yield return argument;
        yield return "-i";
        yield return isPumped ? Pipe : source.Location;
    }

    /// <summary>A whole number as FFmpeg reads it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
