using System.Globalization;

namespace ActorInference.Video;

/// <summary>FFmpeg's options for opening a source; ffprobe and ffmpeg take the same.</summary>
internal static class SourceArguments
{
    /// <summary>Everything up to and with <c>-i</c> and the location.</summary>
    public static IEnumerable<string> Of(VideoSource source)
    {
        if (source.Format is { } format) yield return "-f";
        if (source.Format is { } name) yield return name;

        // Over UDP, which FFmpeg tries first, RTSP loses packets and with them pieces of pictures. One who wants it names it in the source's own arguments, which come last and win.
        if (source.Location.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase))
        {
            yield return "-rtsp_transport";
            yield return "tcp";
        }

        foreach (var argument in source.Arguments) yield return argument;
        yield return "-i";
        yield return source.Location;
    }

    /// <summary>A whole number as FFmpeg reads it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
