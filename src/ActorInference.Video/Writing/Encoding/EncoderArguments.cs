namespace ActorInference.Video;

/// <summary>FFmpeg's arguments for encoding frames that come through standard input.</summary>
internal static class EncoderArguments
{
    // What every call of FFmpeg begins with: only errors are said, nothing is asked.
    internal static readonly string[] Quiet = ["-hide_banner", "-nostats", "-loglevel", "error", "-nostdin", "-y"];

    /// <summary>
    /// A <see cref="MatroskaFeed"/> into one part of a run: fragmented MP4, one closed group of pictures a fragment, so that a file that was cut off anywhere is good up to the last whole
    /// fragment. Frames keep their own times, in ticks of <paramref name="scale"/> a second.
    /// </summary>
    public static string[] Part(VideoWriteOptions options, VideoCodec codec, int scale, string path)
    {
        var pixelFormat = TargetPixels.For(codec, options.Size, options.PixelFormat);
        var ticks = $"{scale}";
        return
        [
            // Matroska says all there is to know in its header: nothing is gained by waiting for frames.
            .. Quiet, "-copyts", "-probesize", "32", "-analyzeduration", "0", "-f", "matroska", "-i", "pipe:0",
            "-map", "0:v:0", "-fps_mode", "passthrough", "-enc_time_base", $"1/{ticks}", "-vf", ColorFilter.For(ColorsOf(options), pixelFormat),
            .. Codec(options, codec), "-g", $"{GroupLength(options.FrameRate)}", "-threads", $"{options.Ffmpeg.Threads}",
            "-video_track_timescale", ticks, "-avoid_negative_ts", "disabled",
            "-movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont", "-flush_packets", "1", "-f", "mp4", path,
        ];
    }

    /// <summary>Bare RGB frames into YUV4MPEG2 on standard output. Its only time is a constant rate.</summary>
    public static string[] Y4m(VideoWriteOptions options)
    {
        var rate = options.FrameRate.IsPositive ? options.FrameRate : new(25, 1);
        var pixelFormat = TargetPixels.For(VideoCodec.H264, options.Size, options.PixelFormat);
        return
        [
            .. Quiet, "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", $"{options.Size}", "-framerate", $"{rate}", "-i", "pipe:0",
            "-vf", ColorFilter.For(ColorsOf(options), pixelFormat), "-f", "yuv4mpegpipe", "pipe:1",
        ];
    }

    /// <summary>What the pixels are to mean.</summary>
    public static VideoColors ColorsOf(VideoWriteOptions options) => options.Colors ?? VideoColors.Assume(options.Size);

    private static string[] Codec(VideoWriteOptions options, VideoCodec codec) => codec switch
    {
        VideoCodec.H264 => ["-c:v", EncoderFacts.Of(codec).Name, "-preset", Preset(options.Effort), "-crf", $"{options.Quality ?? 18}", .. InOrder(options)],
        VideoCodec.Vp9 => ["-c:v", EncoderFacts.Of(codec).Name, "-crf", $"{options.Quality ?? 28}", "-b:v", "0", "-row-mt", "1", .. Vp9Effort(options.Effort)],
        VideoCodec.LosslessRgb => ["-c:v", EncoderFacts.Of(codec).Name, "-preset", "ultrafast", "-qp", "0"],
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "not a codec"),
    };

    // Frames that are decoded out of order are a saving of some percent, but then MP4 cannot say how long the last of unevenly spaced frames is shown.
    private static string[] InOrder(VideoWriteOptions options) => options.IsVariableFrameRate ? ["-bf", "0"] : [];

    private static string Preset(EncodingEffort effort) => effort switch
    {
        EncodingEffort.Fast => "veryfast",
        EncodingEffort.Balanced => "medium",
        EncodingEffort.Small => "slow",
        _ => throw new ArgumentOutOfRangeException(nameof(effort), effort, "not an effort"),
    };

    private static string[] Vp9Effort(EncodingEffort effort) => effort switch
    {
        EncodingEffort.Fast => ["-deadline", "realtime", "-cpu-used", "7"],
        EncodingEffort.Balanced => ["-deadline", "good", "-cpu-used", "4"],
        EncodingEffort.Small => ["-deadline", "good", "-cpu-used", "1"],
        _ => throw new ArgumentOutOfRangeException(nameof(effort), effort, "not an effort"),
    };

    // A key frame every two seconds: players seek by them, and a run that is killed loses what it had since the last one.
    private static int GroupLength(Fraction frameRate) => frameRate.IsPositive ? (int)Math.Clamp(Math.Round(2 * frameRate.ToDouble()), 12, 250) : 60;
}
