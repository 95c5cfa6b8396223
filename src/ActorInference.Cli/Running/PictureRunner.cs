using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>Takes picture files through a model: with progress, an error line for each that fails, and a summary.</summary>
internal static class PictureRunner
{
    /// <summary>Runs all files and gives the exit code.</summary>
    public static async Task<int> RunAsync(Report report, PictureStages stages, StreamSettings settings, PictureEncodeOptions encoding, IReadOnlyList<PictureFile> files, string output)
    {
        // Found out before the model has worked for nothing.
        if (OutputFolder.WhyNotMade(output) is { } reason)
        {
            return report.Refuse(new(ErrorKind.InvalidInput, $"--out {output}: results cannot be written there: {reason}."));
        }

        var open = settings.Resume ? [.. files.Where(file => !File.Exists(file.Output))] : files;
        if (open.Count < files.Count) report.Say($"{files.Count - open.Count} of {files.Count} pictures are there already");
        var tally = new RunTally(open.Count);
        var killSwitch = report.Interruption.Streams();
        var progress = await new RunProgress(report, "pictures").ShowAsync(settings.Pipeline with { ExpectedItems = open.Count }, async options =>
        {
            var run = PicturePipeline.Describe(stages, settings with { Pipeline = options }, encoding).RunAsync(open, killSwitch);
            await foreach (var outcome in run) Note(report, stages, tally, open[(int)outcome.Item], outcome.Failure);
            return run.Progress;
        });

        tally.Dropped = progress.Dropped;
        Summarise(report, tally, progress, stages.Predictor.Snapshot(), output);
        report.Json["skipped"] = files.Count - open.Count;
        if (report.Interruption.Happened) return ExitCode.Interrupted;
        return tally.Failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static void Note(Report report, PictureStages stages, RunTally tally, PictureFile file, Failure? failure)
    {
        if (failure is not null) failure = failure with { Message = stages.Describe(failure, file.Path) };
        tally.Add(new(file.Path, file.Output, failure));
        if (failure is { Kind: not ErrorKind.Cancelled }) report.Error(failure.Message);
    }

    private static void Summarise(Report report, RunTally tally, PipelineProgress progress, PredictorSnapshot snapshot, string output)
    {
        var seconds = Math.Max(progress.Elapsed.TotalSeconds, 1e-6);
        var failed = tally.Failed > 0 ? $", {tally.Failed} failed" : "";
        var dropped = tally.Dropped > 0 ? $", {tally.Dropped} dropped" : "";
        var cancelled = tally.Cancelled > 0 ? $", {tally.Cancelled} cancelled" : "";
        report.Results.WriteLine(
            $"{tally.Succeeded} of {tally.Total} pictures written to {output}{failed}{dropped}{cancelled}; {seconds:0.0} s, {tally.Succeeded / seconds:0.0} a second; "
            + $"{CommandPredictor.Plan(snapshot)}{StreamReport.Shared(snapshot)}");
        tally.Describe(report.Json);
        report.Json["output"] = output;
        StreamReport.Describe(report.Json, progress, tally.Succeeded, snapshot);
    }
}
