using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>What <c>--resume</c> leaves alone: videos whose target is there, with no unfinished run beside it. Whatever they were made with.</summary>
internal static class FinishedVideos
{
    /// <summary>The videos that are still to be done; the others are said, and counted as skipped.</summary>
    public static IReadOnlyList<VideoJob> LeaveOut(Report report, StreamOptions settings, RunTally tally, IReadOnlyList<VideoJob> videos)
    {
        if (!settings.Resume) return videos;
        var open = new List<VideoJob>();
        var finished = new List<(VideoJob Job, TargetSnapshot Target)>();
        foreach (var video in videos)
        {
            var target = TargetSnapshot.Of(video.Target);
            if (target.IsFinished) finished.Add((video, target));
            else open.Add(video);
        }

        if (finished.Count == 0) return open;
        report.Say(videos.Count == 1 ? Line(finished[0].Job, finished[0].Target) : $"{finished.Count} of {videos.Count} videos are there already; without --resume they are made anew");
        tally.AddSkipped(finished.Count);
        foreach (var (job, _) in finished) report.AddVideo(job.Source.Name, job.Output)["skipped"] = true;
        return open;
    }

    // Pictures are never written over, so that two runs do not mix.
    private static string Line(VideoJob job, TargetSnapshot target) => target.Pictures is { } pictures
        ? $"{job.Output}: {(pictures == 1 ? "1 picture is" : $"{pictures} pictures are")} there already; to have them made anew, remove them first"
        : $"{job.Output} is there already; without --resume it is made anew";
}
