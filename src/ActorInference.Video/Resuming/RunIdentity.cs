using System.Globalization;

namespace ActorInference.Video;

/// <summary>What makes a run the same run: the source as it was, and the settings.</summary>
/// <param name="Source">The source's full path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Modified">When it was last written to.</param>
/// <param name="Settings">Everything else that shapes the frames: model, options, versions; each named once.</param>
public sealed record RunIdentity(string Source, long Length, DateTimeOffset Modified, IReadOnlyList<RunSetting> Settings)
{
    /// <summary>The identity of a run over a file.</summary>
    public static Outcome<RunIdentity> Of(string path, IReadOnlyList<RunSetting> settings)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? new RunIdentity(file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc), settings)
            : new Failure(ErrorKind.NotFound, $"{path}: there is no such file, and a run over anything else cannot be resumed.");
    }

    /// <summary>In what a run <paramref name="now"/> is not this one, in words, each thing alone: <c>--crf was 18 then and is 20 now</c>; empty when it is the same.</summary>
    public IReadOnlyList<string> Differences(RunIdentity now) => [.. RunSetting.Differences([Video, .. Settings], [now.Video, .. now.Settings])];

    private RunSetting Video => new("the video", Source, string.Create(CultureInfo.InvariantCulture, $"{Length} {Modified:O}"));
}
