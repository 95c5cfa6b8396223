using System.Globalization;

namespace ActorInference.Video;

/// <summary>Which sound goes into the target, and how.</summary>
/// <param name="Source">The file it comes from; null for no sound.</param>
/// <param name="Start">The time, in seconds, at which that file begins: what its time stamps are less by where frames have them.</param>
/// <param name="Encoders">One for each sound stream: <c>copy</c>, or what it is encoded with.</param>
/// <param name="Kilobits">At how many kilobits a second that is.</param>
internal sealed record SoundPlan(string? Source, double Start, string[] Encoders, int Kilobits)
{
    /// <summary>FFmpeg's word for an encoder that changes nothing.</summary>
    public const string Copy = "copy";

    private static readonly SoundPlan None = new(null, 0, [], 0);

    /// <summary>Looks at the source and decides; what will not be as it was goes into <paramref name="remarks"/>.</summary>
    public static async Task<Outcome<SoundPlan>> MakeAsync(
        FfmpegPrograms programs, string? source, string target, SoundRules? rules, List<string> remarks, CancellationToken cancel)
    {
        if (source is null) return None;
        if (!File.Exists(source)) return new Failure(ErrorKind.NotFound, $"{source}: there is no such file to take the sound from.");
        string[] question = ["-select_streams", "a", "-show_entries", "stream=codec_name:format=start_time"];
        if (!(await ProbeLines.AskAsync(programs, Path.GetFullPath(source), question, cancel).ConfigureAwait(false)).TryGet(out var lines, out var failure)) return failure;
        var codecs = ProbeLines.Values(lines, "codec_name");
        if (codecs.Length == 0) return None;
        if (rules is null)
        {
            remarks.Add($"The sound of {source} is not kept: {target} can hold none.");
            return None;
        }

        foreach (var codec in codecs.Where(codec => !IsCopied(rules, codec)).Distinct(StringComparer.Ordinal))
        {
            remarks.Add($"The {codec} sound of {source} is encoded anew with {rules.Encoder} at {rules.Kilobits} kbit/s: {Path.GetExtension(target)} files do not hold it as it is.");
        }

        var start = double.TryParse(ProbeLines.Values(lines, "start_time").FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
        return new SoundPlan(Path.GetFullPath(source), start, [.. codecs.Select(codec => IsCopied(rules, codec) ? Copy : rules.Encoder)], rules.Kilobits);
    }

    private static bool IsCopied(SoundRules rules, string codec) => rules.Holds is null || rules.Holds.Contains(codec, StringComparer.Ordinal);
}
