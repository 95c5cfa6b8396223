using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>Finds out which videos cannot be written, before a model is loaded for nothing.</summary>
internal static class VideoTargets
{
    /// <summary>What was asked for of a video's target. Only a run over a file can be gone on with.</summary>
    public static VideoTargetOptions Options(VideoJob job, StreamOptions settings, VideoOptions videos) =>
        videos.For(job.Target, new VideoTargetOptions { Resume = settings.Resume && job.Source.Kind == VideoSourceKind.File });

    /// <summary>Why the run is not worth beginning: its options fit no such target, or nothing of it can be written; null when it is. A video that others can do without is told in its turn.</summary>
    public static async Task<Failure?> WhyNotAsync(RunInputs inputs, StreamOptions settings, VideoOptions videos, int? crf, CancellationToken cancel)
    {
        foreach (var job in inputs.Videos)
        {
            // A quality that was asked for here must fit; one of the configuration is for the targets that have one.
            var options = Options(job, settings, videos);
            if (job.Target.Check(options with { Quality = crf ?? options.Quality }) is { } wrong) return wrong;
        }

        if (inputs.Pictures.Count > 0) return null;
        var first = default(Failure);
        foreach (var job in inputs.Videos)
        {
            var options = Options(job, settings, videos);
            var place = job.KeepsPlace ? null : job.Target.CheckPlace(options); // else its folder is still to be made
            if ((place ?? await job.Target.CheckProgramAsync(options, cancel)) is not { } failure) return null;
            first ??= failure;
        }

        return first;
    }
}
