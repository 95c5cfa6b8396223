namespace ActorInference.Video;

/// <summary>Runs of ffprobe on one source.</summary>
/// <param name="source">The source.</param>
/// <param name="program">The full path of ffprobe.</param>
/// <param name="ended">Ends a run; what it gives then means nothing.</param>
internal sealed class Probe(VideoSource source, string program, CancellationToken ended)
{
    /// <summary>What is looked at.</summary>
    public VideoSource Source => source;

    /// <summary>Cancelled when nobody waits any longer.</summary>
    public CancellationToken Ended => ended;

    /// <summary>Looks at the source, through <paramref name="pump"/> where there is one, for as long as the first of <paramref name="analyses"/> says; where that shows no picture, as the next says.</summary>
    public async Task<Outcome<Probed>> AskAsync(StreamPump? pump, TimeSpan?[] analyses)
    {
        Outcome<Probed> probed = default;
        foreach (var analysis in analyses)
        {
            probed = await AskAsync(pump, analysis).ConfigureAwait(false);
            if (probed.TryGet(out var known, out _)) return known with { Analysis = analysis };
            if (ended.IsCancellationRequested || probed.Failure!.Kind != ErrorKind.InvalidInput || pump is { Overflowed: true } or { Problem: not null }) break;
        }

        return probed;
    }

    private async Task<Outcome<Probed>> AskAsync(StreamPump? pump, TimeSpan? analysis)
    {
        ChildStart start = new(program, ["-hide_banner", "-loglevel", "error", "-of", "json", "-show_streams", "-show_format", .. SourceArguments.Of(source, analysis, pump is not null)])
        {
            Output = ChildOutput.Read,
            Input = pump is null ? ChildInput.None : ChildInput.Fed,
        };
        if (!ChildProcess.Start(start).TryGet(out var child, out var failure)) return failure;
        await using var closed = child.ConfigureAwait(false);
        await using var _ = ended.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), child).ConfigureAwait(false);
        pump?.ShowTo(child);
        using var json = new MemoryStream();
        await child.Output.CopyToAsync(json, CancellationToken.None).ConfigureAwait(false);
        var exitCode = await child.Exited.ConfigureAwait(false);
        var words = child.LastWords;
        if (child.EndedBy is { } signal) return VideoErrors.NotLookedAt(source, signal);
        if (pump?.HasIndexAtEnd == true && (exitCode != 0 || words?.Contains("partial file", StringComparison.Ordinal) == true)) return VideoErrors.IndexAtEnd(source);
        return exitCode == 0 ? ProbeReport.Read(json.ToArray(), source) : VideoErrors.Unreadable(source, words);
    }
}
