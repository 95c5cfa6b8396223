namespace ActorInference.Video;

/// <summary>Judges whether a source that has ended was complete.</summary>
internal static class SourceEnd
{
    // How FFmpeg says, at the end of what it could read and with exit code 0, that there should have been more.
    private static readonly string[] EndedEarly = ["partial file", "ended prematurely", "truncated", "unexpected end", "Packet corrupt", "overread", "End of file"];

    /// <summary>The failure that ends a source; null when everything came.</summary>
    /// <param name="source">The source.</param>
    /// <param name="probed">What it promised.</param>
    /// <param name="frames">Frames that came, those that were skipped included.</param>
    /// <param name="end">Where the last frame ends at least, in ticks; null when all were skipped.</param>
    /// <param name="exitCode">FFmpeg's.</param>
    /// <param name="words">What FFmpeg last said.</param>
    public static Failure? Judge(VideoSource source, Probed probed, long frames, long? end, int exitCode, string? words)
    {
        if (exitCode != 0) return VideoErrors.Died(source, frames, exitCode, words);
        if (frames == 0) return VideoErrors.NoFrame(source, probed.Info.Codec);

        // A count alone proves nothing: edit lists leave frames out, and what is left out does not count as time either. Half a frame is more than rounding.
        var isShort = probed.End is { } promised && promised - end > probed.FrameTicks / 2;
        if (isShort && probed.Info.Frames > frames) return VideoErrors.Truncated(source, frames, $" of {probed.Info.Frames}", words);
        if (isShort && probed.Info.Frames is null && !probed.Info.IsVariableFrameRate) return VideoErrors.Truncated(source, frames, $", at {Seconds(probed, end!.Value)} s of {Seconds(probed, probed.End!.Value)}", words);
        if (CutShort.IsGif(source, probed)) return VideoErrors.Truncated(source, frames, ", before its end mark", words);
        return words is not null && Array.Exists(EndedEarly, text => words.Contains(text, StringComparison.OrdinalIgnoreCase)) ? VideoErrors.Truncated(source, frames, "", words) : null;
    }

    private static string Seconds(Probed probed, long ticks) => FormattableString.Invariant($"{probed.Info.TimeBase.Times(ticks).TotalSeconds:0.##}");
}
