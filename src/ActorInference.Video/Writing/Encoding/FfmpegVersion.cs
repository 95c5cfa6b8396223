namespace ActorInference.Video;

/// <summary>Which FFmpeg it is, in the first line that it says of itself.</summary>
internal static class FfmpegVersion
{
    /// <summary>That line, or why there is none.</summary>
    public static async Task<Outcome<string>> AskAsync(FfmpegPrograms programs, CancellationToken cancel)
    {
        if (!(await FfmpegAnswer.AskAsync(programs, "-version", cancel).ConfigureAwait(false)).TryGet(out var text, out var failure)) return failure;
        var line = text.Split('\n')[0].Trim();
        return line.Length > 0 ? line : new Failure(ErrorKind.InvalidInput, $"'{programs.Ffmpeg}' does not say which version it is: name a working FFmpeg by {FfmpegOptions.Setting}.");
    }
}
