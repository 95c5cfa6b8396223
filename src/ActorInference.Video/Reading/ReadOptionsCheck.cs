namespace ActorInference.Video;

/// <summary>Options out of range are misuse.</summary>
internal static class ReadOptionsCheck
{
    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for the first that is.</summary>
    public static void Throw(VideoReadOptions options)
    {
        var reconnect = options.Reconnect;
        Require(options, options.Skip >= 0, "Skip is 0 or more.");
        Require(options, options.ReadAhead >= 1, "ReadAhead is 1 or more.");
        Require(options, options.PixelLimit >= 1, "PixelLimit is 1 or more.");
        Require(options, options.Ffmpeg.Threads >= 0, "Threads are 0 or more.");
        Require(options, options.Ffmpeg.ProbeLimit > TimeSpan.Zero, "ProbeLimit is above 0.");
        Require(options, reconnect.Attempts >= 0, "Attempts are 0 or more.");
        Require(options, reconnect.FirstBackoff > TimeSpan.Zero, "FirstBackoff is above 0.");
        Require(options, reconnect.MaxBackoff >= reconnect.FirstBackoff, "MaxBackoff is at least FirstBackoff.");
        Require(options, reconnect.Jitter is >= 0 and <= 1, "Jitter is 0 to 1.");
        Require(options, reconnect.Stall > TimeSpan.Zero, "Stall is above 0.");
    }

    private static void Require(VideoReadOptions options, bool isRight, string rule)
    {
        if (!isRight) throw new ArgumentOutOfRangeException(nameof(options), rule);
    }
}
