namespace ActorInference.Video;

/// <summary>Which FFmpeg it is, in the first line that it says of itself.</summary>
internal static class FfmpegVersion
{
    // ffmpeg version 5.1.6-0+deb12u1 Copyright (c) 2000-2024 the FFmpeg developers
    private const string Before = "ffmpeg version ";
    private const string Behind = " Copyright";

    /// <summary>What stands there as its version, or why there is nothing.</summary>
    public static async Task<Outcome<string>> AskAsync(FfmpegPrograms programs, CancellationToken cancel)
    {
        if (!(await FfmpegAnswer.AskAsync(programs, "-version", cancel).ConfigureAwait(false)).TryGet(out var text, out var failure)) return failure;
        var line = text.Split('\n')[0].Trim();
        return line.Length > 0 ? Version(line) : new Failure(ErrorKind.InvalidInput, $"'{programs.Ffmpeg}' does not say which version it is: name a working FFmpeg by {FfmpegOptions.Setting}.");
    }

    private static string Version(string line)
    {
        if (!line.StartsWith(Before, StringComparison.Ordinal)) return line;
        var end = line.IndexOf(Behind, StringComparison.Ordinal);
        return end < 0 ? line[Before.Length..] : line[Before.Length..end];
    }
}
