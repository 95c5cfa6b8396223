using System.Text;

namespace ActorInference.Video;

/// <summary>Asks ffprobe one thing about a file; its answer comes as lines such as <c>codec_name=aac</c>.</summary>
internal static class ProbeLines
{
    /// <summary>The answer, or why there is none. <paramref name="question"/> are ffprobe's own arguments.</summary>
    public static async Task<Outcome<string[]>> AskAsync(FfmpegPrograms programs, string file, string[] question, CancellationToken cancel)
    {
        string[] arguments = ["-hide_banner", "-loglevel", "error", .. question, "-of", "default=noprint_wrappers=1", file];
        if (!ChildProcess.Start(new(programs.Ffprobe, arguments) { Output = ChildOutput.Read }).TryGet(out var child, out var failure)) return failure;
        await using (child.ConfigureAwait(false))
        {
            using var registration = cancel.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), child);
            using var reader = new StreamReader(child.Output, Encoding.UTF8);
            var text = await reader.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            var code = await child.Exited.ConfigureAwait(false);
            if (cancel.IsCancellationRequested) return new Failure(ErrorKind.Cancelled, $"{file}: looking at it was cancelled.");
            return code == 0
                ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : new Failure(ErrorKind.InvalidInput, $"{file}: cannot be looked at: ffprobe gave up ({child.LastWords ?? $"it said nothing and ended with code {code}"}).");
        }
    }

    /// <summary>The values of one name, in the order of the answer.</summary>
    public static string[] Values(string[] lines, string name) =>
        [.. lines.Where(line => line.StartsWith(name + "=", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..])];
}
