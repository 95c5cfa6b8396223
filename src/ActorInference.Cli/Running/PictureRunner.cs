using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>Takes picture files through a model: with progress, an error line for each that fails, and a summary.</summary>
internal static class PictureRunner
{
    /// <summary>Runs all files; those that fail are told and counted.</summary>
    public static async Task RunAsync(Report report, PictureStages stages, StreamOptions settings, PictureEncodeOptions encoding, PictureFiles files, RunTally tally, string output)
    {
        var open = settings.Resume ? files.Unfinished() : files;
        if (open.Count < files.Count) report.Say($"{files.Count - open.Count} of {files.Count} pictures are there already");
        tally.AddSkipped(files.Count - open.Count);
        using var hold = report.Interruption.Streams();
        var progress = await new RunProgress(report, "pictures").ShowAsync(settings.Bounded(stages.Predictor, isLive: false) with { ExpectedItems = open.Count }, async options =>
        {
            var run = PicturePipeline.Describe(stages, settings with { Pipeline = options }, encoding).RunAsync(open, hold.KillSwitch, stages.Open.Engine);
            await foreach (var outcome in run) Note(report, stages, tally, open[(int)outcome.Item], outcome.Failure);
            return run.Progress;
        });
        tally.Add(progress, open.Count);
        Summarise(report, progress, open.Count, stages.Open.Snapshot(), output);
    }

    private static void Note(Report report, PictureStages stages, RunTally tally, PictureFile file, Failure? failure)
    {
        if (failure is not null) failure = failure with { Message = stages.Describe(failure, file.Path) };
        tally.Add(new(file.Path, file.Output, failure));
        if (failure is { Kind: not ErrorKind.Cancelled }) report.Error(failure.Message);
    }

    private static void Summarise(Report report, PipelineSnapshot progress, int total, PredictorSnapshot snapshot, string output)
    {
        var cancelled = total - progress.Succeeded - progress.Failed - progress.Dropped;
        report.Results.WriteLine(
            $"{progress.Succeeded} of {total} pictures written to {output}{Count(progress.Failed, "failed")}{Count(progress.Dropped, "dropped")}{Count(cancelled, "cancelled")}; "
            + $"{progress.Elapsed.TotalSeconds:0.0} s, {progress.Rate:0.0} a second; {CommandPredictor.Plan(snapshot)}{StreamReport.Shared(snapshot)}");
    }

    private static string Count(long count, string what) => count > 0 ? $", {count} {what}" : "";
}
