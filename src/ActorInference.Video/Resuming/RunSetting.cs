using System.Globalization;

namespace ActorInference.Video;

/// <summary>One of the things that shape the frames of a run, which a run that is gone on with must have alike.</summary>
/// <param name="Name">What messages call it, as whoever asks for the run knows it: <c>--crf</c>, <c>the model</c>. One of a run's own.</param>
/// <param name="Value">What it is, in a few words for messages; null, the default of most options, where it was not given.</param>
/// <param name="State">What must be alike too, and tells nobody anything: a file's length and date, a hash. Null, the default, for nothing.</param>
public sealed record RunSetting(string Name, string? Value, string? State = null)
{
    /// <summary>A file that must be the same and unchanged; changed is one of another length or date.</summary>
    public static RunSetting OfFile(string name, string path)
    {
        var file = new FileInfo(path);
        return new(name, file.FullName, file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc:O}") : null);
    }

    /// <summary>In what settings of <paramref name="now"/> are not as they were <paramref name="then"/>, in words, each one alone.</summary>
    internal static IEnumerable<string> Differences(IReadOnlyCollection<RunSetting> then, IReadOnlyCollection<RunSetting> now) =>
        then.Concat(now).Select(setting => setting.Name).Distinct(StringComparer.Ordinal).Select(name => Difference(Of(then, name), Of(now, name))).OfType<string>();

    // One that is not there was not given.
    private static RunSetting Of(IReadOnlyCollection<RunSetting> settings, string name) => settings.FirstOrDefault(setting => setting.Name == name) ?? new(name, null);

    private static string? Difference(RunSetting then, RunSetting now)
    {
        if (then.Value != now.Value) return $"{then.Name} was {then.Value ?? "not given"} then and is {now.Value ?? "not given"} now";
        return then.State == now.State ? null : $"{then.Name}{(then.Value is null ? "" : " " + then.Value)} has changed since";
    }
}
