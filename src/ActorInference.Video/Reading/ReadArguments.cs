using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>The command line that turns a source into raw frames with time stamps on standard output.</summary>
internal static class ReadArguments
{
    // Colours are computed exactly, and the half as many colour differences are interpolated, not repeated. The bicubic filter, which is FFmpeg's default, takes
    // 2.5 times as long as this (640x360: 2.4 ms a frame against 0.8) and overshoots at edges.
    private const string Scaling = "flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp";

    /// <summary>All arguments. Frames come upright, of the size of <see cref="VideoInfo.Size"/>, with time stamps in ticks of <see cref="VideoInfo.TimeBase"/> or whole parts of them.</summary>
    public static IReadOnlyList<string> Of(VideoSource source, Probed probed, VideoReadOptions options, bool isPumped)
    {
        var info = probed.Info;
        List<string> words = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "error"];
        if (options.Ffmpeg.Threads > 0) words.AddRange(["-threads", SourceArguments.Number(options.Ffmpeg.Threads)]);

        // A frame must not wait in a decoder until as many others are there as it has threads. (The flag nobuffer, which is often advised for live sources, would lose the frames
        // that FFmpeg has read to see what the stream is, and with the first key frame all up to the next; read at once, they delay nothing.)
        if (info.IsLive) words.AddRange(["-thread_type", "slice"]);

        // Where formats allow jumps in time (MPEG-TS), FFmpeg by itself moves the start of the pictures alone to 0, and they would come too early for their sound.
        if (probed.Start != 0) words.Add("-copyts");

        // Turning is done here, behind the scaling: a filter graph that FFmpeg rebuilds when frames change their size would begin to count from 0 and skip frames again.
        words.AddRange(["-noautorotate", "-reinit_filter", "0", .. SourceArguments.Of(source, probed.Analysis, isPumped)]);
        words.AddRange(["-map", $"0:{probed.StreamIndex}", "-vf", Filters(probed, options.Skip), "-fps_mode", "passthrough", "-enc_time_base", info.TimeBase.ToString()]);
        words.AddRange(["-c:v", "rawvideo", "-f", "nut", "-write_index", "0", "-flush_packets", "1", "pipe:1"]);
        return words;
    }

    private static string Filters(Probed probed, long skip)
    {
        var select = skip > 0 ? $"select=gte(n\\,{SourceArguments.Number(skip)})," : "";
        var colors = probed.Info.Colors is { } known ? $":in_color_matrix={known.Matrix.ForScale()}:in_range={known.Range.ForScale()}" : "";
        var turn = probed.Turn.Filters.Length > 0 ? "," + probed.Turn.Filters : "";
        var start = SourceArguments.Number((long)Math.Round(probed.Start / probed.Info.TimeBase.ToDouble()));
        var shift = probed.Start != 0 ? $"setpts=PTS-({start})," : "";
        return $"{shift}{select}scale={probed.Coded.Width}:{probed.Coded.Height}:{Scaling}{colors},format=rgb24{turn}";
    }
}
