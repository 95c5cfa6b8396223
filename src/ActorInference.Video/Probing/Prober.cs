namespace ActorInference.Video;

/// <summary>Asks ffprobe what a source is.</summary>
internal static class Prober
{
    // FFmpeg looks at 5 s of a stream, at 7 s of MPEG-TS, because more streams may turn up; all that time a live one is late. Half a second holds a dozen frames; one that is joined within a
    // group of pictures says what it is with the next key frame, which is mostly 1 to 2 s away. Null is FFmpeg's own choice.
    private static readonly TimeSpan?[] LiveAnalyses = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(2.5), null];

    /// <summary>Looks at the source; what can be read once comes with a pump, which the caller then owns.</summary>
    public static async Task<Outcome<(Probed Probed, StreamPump? Input)>> ProbeAsync(VideoSource source, FfmpegPrograms programs, VideoReadOptions options, CancellationToken cancel)
    {
        if (Precheck(source) is { } wrong) return wrong;
        using var limit = new CancellationTokenSource(options.Ffmpeg.ProbeLimit, options.Ffmpeg.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var probe = new Probe(source, programs.Ffprobe, either.Token);
        var probed = source.Kind switch
        {
            VideoSourceKind.StandardInput => await PumpedAsync(probe, new(Console.OpenStandardInput()), [null]).ConfigureAwait(false),
            VideoSourceKind.Address => await AddressAsync(probe).ConfigureAwait(false),
            _ => await DirectAsync(probe, [null]).ConfigureAwait(false),
        };
        if (probed.Succeeded) return probed;
        if (cancel.IsCancellationRequested) return VideoErrors.Cancelled(source);
        return limit.IsCancellationRequested ? VideoErrors.TooSlow(source, options.Ffmpeg.ProbeLimit) : probed;
    }

    private static async Task<Outcome<(Probed Probed, StreamPump? Input)>> AddressAsync(Probe probe)
    {
        Failure? unclear = null;
        if (await WebStream.OpenAsync(probe.Source, probe.Ended).ConfigureAwait(false) is { } pump)
        {
            var pumped = await PumpedAsync(probe, pump, LiveAnalyses).ConfigureAwait(false);
            if (pumped.TryGet(out var known, out unclear) && known.Probed.Info.IsLive) return pumped;
            if (pumped.Succeeded) pump.Dispose();
        }
        else if (await DirectAsync(probe, LiveAnalyses).ConfigureAwait(false) is var quick && (!quick.TryGet(out var known, out _) || known.Probed.Info.IsLive))
        {
            return quick;
        }

        // What lasts as long as it says is a file, and is looked at as thoroughly as one.
        var direct = await DirectAsync(probe, [null]).ConfigureAwait(false);
        return direct.Failure?.Kind == ErrorKind.NotFound && unclear is not null ? unclear : direct;
    }

    private static async Task<Outcome<(Probed Probed, StreamPump? Input)>> DirectAsync(Probe probe, TimeSpan?[] analyses)
    {
        var probed = await probe.AskAsync(null, analyses).ConfigureAwait(false);
        return probed.TryGet(out var known, out var failure) ? (known, null) : failure;
    }

    // Owns the pump until it has given it away.
    private static async Task<Outcome<(Probed Probed, StreamPump? Input)>> PumpedAsync(Probe probe, StreamPump pump, TimeSpan?[] analyses)
    {
        var probed = await probe.AskAsync(pump, analyses).ConfigureAwait(false);
        if (pump.Overflowed) probed = pump.HasIndexAtEnd ? VideoErrors.IndexAtEnd(probe.Source) : VideoErrors.TooLongUnknown(probe.Source, StreamPump.LargestHead);
        if (pump.IsEmpty) probed = VideoErrors.EmptyInput(probe.Source);
        if (pump.Problem is { } problem) probed = VideoErrors.InputBroken(probe.Source, problem);
        if (probed.TryGet(out var known, out var failure)) return (known, pump);
        pump.Dispose();
        return failure;
    }

    private static Failure? Precheck(VideoSource source)
    {
        if (source.Kind != VideoSourceKind.File) return null;
        var path = source.Location["file:".Length..];
        if (Directory.Exists(path)) return VideoErrors.Folder(source);
        var file = new FileInfo(path);
        if (!file.Exists) return VideoErrors.NoFile(source);

        // Pipes and devices of the file system have no length either, but are no normal files.
        return file.Length == 0 && file.Attributes == FileAttributes.Normal ? VideoErrors.EmptyFile(source) : null;
    }
}
