using System.Globalization;
using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>What shapes the frames of a video, under the names that users know: a run that is gone on with must have been asked for alike.</summary>
internal static class VideoSettings
{
    /// <summary>All of it but the video itself; <paramref name="set"/> are the texts <c>NAME=VALUE</c>.</summary>
    public static IReadOnlyList<RunSetting> Of(string modelPath, PicturePreparation preparation, RestoreOptions restoring, int? crf, int every, IEnumerable<string> set) =>
    [
        RunSetting.OfFile("the model", modelPath),
        new("the preparation", preparation.Describe(), $"{preparation.Padding} {preparation.Filter} {preparation.Fill}"),
        new("--source-size", restoring.SourceSize ? "given" : null, restoring.SourceSize ? $"{restoring.Filter}" : null),
        new("--crf", crf?.ToString(CultureInfo.InvariantCulture)),
        new("--every", every.ToString(CultureInfo.InvariantCulture)),
        .. set.Select(text => text.Split('=', 2)).GroupBy(parts => parts[0], StringComparer.Ordinal).Select(same => new RunSetting($"--set {same.Key}", string.Join(", ", same.Select(parts => parts[^1])))),
    ];
}
