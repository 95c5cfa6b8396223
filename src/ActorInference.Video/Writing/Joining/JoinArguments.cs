using System.Globalization;

namespace ActorInference.Video;

/// <summary>
/// FFmpeg's arguments for making the target of the parts, which come through standard input as one fragmented MP4 file whose times are late by whole seconds, and of the sound.
/// </summary>
/// <param name="Options">What the caller wants.</param>
/// <param name="Container">The kind of file.</param>
/// <param name="Sound">Its sound.</param>
internal sealed record JoinArguments(VideoWriteOptions Options, Container Container, SoundPlan Sound)
{
    /// <summary>All of them. <paramref name="lead"/> is by how many seconds times are late, <paramref name="last"/> the frame shown last, of <paramref name="frames"/>.</summary>
    public string[] For(long lead, LoggedFrame last, long frames, string path)
    {
        var scale = Container.ScaleFor(Options.TimeBase);
        string[] input = [.. EncoderArguments.Quiet, "-copyts", "-itsoffset", Seconds(Sound.Start - lead), "-f", "mp4", "-i", "pipe:0"];
        return Container.Codec == VideoCodec.LosslessRgb
            ? [.. input, .. Gif(last), "-f", Container.Muxer, path]
            : [.. input, .. SoundInput(), "-map", "0:v:0", "-c:v", "copy", .. Rate(), .. LastLength(last.End + (long)Math.Round(Sound.Start * scale), frames), .. SoundOutput(), .. Muxing(scale), "-f", Container.Muxer, path];
    }

    // Each frame has a palette of its own, made from it alone, so that nothing waits for the end of the video.
    private static string[] Gif(LoggedFrame last) =>
    [
        "-filter_complex", "[0:v:0]split[palette][frame];[palette]palettegen=stats_mode=single[colors];[frame][colors]paletteuse=new=1",
        "-fps_mode", "passthrough", "-enc_time_base", "1/100", "-loop", "0", "-final_delay", $"{Math.Min(last.End - last.Begin, ushort.MaxValue)}",
    ];

    // Sound keeps the times of its source until all is moved together: moving it alone, FFmpeg would set its first packet to 0 where formats allow jumps in time (MPEG-TS).
    private string[] SoundInput() => Sound.Source is null ? [] : ["-i", Sound.Source, "-map", "1:a"];

    private string[] SoundOutput() =>
    [
        .. Sound.Encoders.SelectMany((encoder, stream) => encoder == "copy"
            ? new[] { $"-c:a:{stream}", encoder }
            : [$"-c:a:{stream}", encoder, $"-b:a:{stream}", $"{Sound.Kilobits}k"]),
    ];

    // What players show as the rate; FFmpeg takes it from here alone, and leaves the times of copied frames as they are.
    private string[] Rate() => Options.FrameRate.IsPositive && !Options.IsVariableFrameRate ? ["-r", $"{Options.FrameRate}"] : [];

    // MP4 alone keeps how long the last frame is shown, and only where frames are decoded in the order in which they are shown, as they are at a variable rate. At a constant rate FFmpeg takes
    // the length of all others. Times are those of FFmpeg's packets here, in ticks of the target; N counts them.
    private string[] LastLength(long end, long frames) =>
        Container.Muxer == "mp4" && Options.IsVariableFrameRate ? ["-bsf:v", $"setts=pts=PTS:dts=DTS:duration=if(eq(N\\,{frames - 1})\\,{end}-PTS\\,DURATION)"] : [];

    // Sound may begin a little before 0, where its encoder's run-in lies, and frames are decoded before they are shown. MP4 says so by edit lists, whose time scale must be the frames' own for
    // them to be exact; Matroska would have everything moved.
    private string[] Muxing(int scale) =>
    [
        .. Sound.Start == 0 ? Array.Empty<string>() : ["-output_ts_offset", Seconds(-Sound.Start)],
        .. Container.Muxer == "mp4"
            ? new[] { "-video_track_timescale", $"{scale}", "-movie_timescale", $"{scale}", "-movflags", "+faststart" }
            : ["-avoid_negative_ts", "disabled"],
    ];

    private static string Seconds(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);
}
