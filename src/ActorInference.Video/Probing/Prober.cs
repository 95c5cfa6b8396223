namespace ActorInference.Video;

/// <summary>Asks ffprobe what a source is.</summary>
internal static class Prober
{
    /// <summary>Looks at the source; standard input is read through a pump, which the caller then owns.</summary>
    public static async Task<Outcome<(Probed Probed, StandardInputPump? Input)>> ProbeAsync(VideoSource source, FfmpegPrograms programs, VideoReadOptions options, CancellationToken cancel)
    {
        if (Precheck(source) is { } wrong) return wrong;
        var isInput = source.Kind == VideoSourceKind.StandardInput;
        ChildStart start = new(programs.Ffprobe, ["-hide_banner", "-loglevel", "error", "-of", "json", "-show_streams", "-show_format", .. SourceArguments.Of(source)])
        {
            Output = ChildOutput.Read,
            Input = isInput ? ChildInput.Fed : ChildInput.None,
        };
        if (!ChildProcess.Start(start).TryGet(out var child, out var failure)) return failure;
        await using var _ = child.ConfigureAwait(false);
        var pump = isInput ? new StandardInputPump(Console.OpenStandardInput(), child) : null;
        var probed = await AskAsync(source, child, options, cancel).ConfigureAwait(false);
        if (pump?.Overflowed == true) probed = VideoErrors.TooLongUnknown(source, StandardInputPump.LargestHead);
        if (pump?.Problem is { } problem && !cancel.IsCancellationRequested) probed = VideoErrors.InputBroken(source, problem);
        if (probed.TryGet(out var known, out failure)) return (known, pump);
        pump?.Dispose();
        return failure;
    }

    private static async Task<Outcome<Probed>> AskAsync(VideoSource source, ChildProcess child, VideoReadOptions options, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Ffmpeg.ProbeLimit, options.Ffmpeg.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        await using var _ = either.Token.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), child).ConfigureAwait(false);
        using var json = new MemoryStream();
        await child.Output.CopyToAsync(json, CancellationToken.None).ConfigureAwait(false);
        var exitCode = await child.Exited.ConfigureAwait(false);
        if (cancel.IsCancellationRequested) return VideoErrors.Cancelled(source);
        if (limit.IsCancellationRequested) return VideoErrors.TooSlow(source, options.Ffmpeg.ProbeLimit);
        if (child.EndedBy is { } signal) return VideoErrors.NotLookedAt(source, signal);
        if (exitCode != 0) return VideoErrors.Unreadable(source, child.LastWords);
        return ProbeReport.Read(json.ToArray(), source);
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
