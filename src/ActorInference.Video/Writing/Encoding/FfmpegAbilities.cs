using System.Collections.Concurrent;

namespace ActorInference.Video;

/// <summary>Which encoders and containers an FFmpeg was built with. One that does not say is taken at its word later, when it encodes.</summary>
internal static class FfmpegAbilities
{
    // A program is asked once; one that was replaced has another date.
    private static readonly ConcurrentDictionary<(string Program, DateTime Modified, string Question), HashSet<string>> Known = new();

    /// <summary>That it has not all of these, in a line that names the first missing one and begins with <paramref name="target"/>; null when it has.</summary>
    public static async Task<Failure?> CheckAsync(FfmpegPrograms programs, string target, string[] encoders, string[] muxers, CancellationToken cancel) =>
        await CheckAsync(programs, target, "-encoders", "encoder", encoders, cancel).ConfigureAwait(false)
        ?? await CheckAsync(programs, target, "-muxers", "container", muxers, cancel).ConfigureAwait(false);

    private static async Task<Failure?> CheckAsync(FfmpegPrograms programs, string target, string question, string what, string[] needed, CancellationToken cancel)
    {
        if (needed.Length == 0) return null;
        if (!(await ListAsync(programs, question, cancel).ConfigureAwait(false)).TryGet(out var there, out var failure)) return failure;
        return there.Count > 0 && needed.FirstOrDefault(name => !there.Contains(name)) is { } missing
            ? new(ErrorKind.InvalidInput, $"{target}: cannot be written: this FFmpeg ({programs.Ffmpeg}) was built without the {what} {missing}; name one that has it by {FfmpegOptions.Setting}, or another kind of target.")
            : null;
    }

    private static async Task<Outcome<HashSet<string>>> ListAsync(FfmpegPrograms programs, string question, CancellationToken cancel)
    {
        var key = (programs.Ffmpeg, File.GetLastWriteTimeUtc(programs.Ffmpeg), question);
        if (Known.TryGetValue(key, out var known)) return known;
        if (!(await FfmpegAnswer.AskAsync(programs, question, cancel).ConfigureAwait(false)).TryGet(out var text, out var failure)) return failure;
        var names = Names(text);
        if (names.Count > 0) Known[key] = names;
        return names;
    }

    // " V....D libx264              libx264 H.264 / ...", below a line of dashes.
    private static HashSet<string> Names(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries).SkipWhile(line => !line.StartsWith("--", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1).SelectMany(words => words[1].Split(',')),
    ];
}
