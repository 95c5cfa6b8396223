using ActorInference.Cli.Terminal;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>Shows how far a run is: a bar with rate and time left on a terminal, a plain line every few seconds elsewhere.</summary>
/// <param name="report">Where it is shown.</param>
/// <param name="items">What is counted: pictures, frames.</param>
internal sealed class RunProgress(Report report, string items)
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs <paramref name="work"/> while showing how far it is; the work gets the options that tell of it, and gives how it ended.</summary>
    public async Task<PipelineSnapshot> ShowAsync(PipelineOptions options, Func<PipelineOptions, Task<PipelineSnapshot>> work)
    {
        if (!report.Messages.Profile.Capabilities.Interactive) return await work(options with { Progress = new Hearer(Say), ProgressInterval = LineInterval });

        var ended = default(PipelineSnapshot);
        var bar = report.Messages.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        await bar.StartAsync(async context =>
        {
            var task = context.AddTask(items, maxValue: Math.Max(1, options.ExpectedItems ?? 1));
            task.IsIndeterminate = options.ExpectedItems is null;
            ended = await work(options with { Progress = new Hearer(progress => Show(task, progress)), ProgressInterval = BarInterval });
        });
        return ended!;
    }

    private void Show(ProgressTask task, PipelineSnapshot progress)
    {
        task.Description = Markup.Escape(Describe(progress));
        if (progress.Expected is not null) task.Value = progress.Done;
    }

    private void Say(PipelineSnapshot progress)
    {
        // The end is told by the summary.
        if (progress.Expected is { } expected && progress.Done >= expected) return;
        var left = progress.TimeLeft is { } time ? $", {TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)):c} left" : "";
        report.Say($"{Describe(progress)}{left}; {string.Join(", ", progress.Stages.Select(stage => $"{stage.Name} {stage.Succeeded / Math.Max(progress.Elapsed.TotalSeconds, 1e-3):0.0}/s"))}");
    }

    private string Describe(PipelineSnapshot progress)
    {
        var of = progress.Expected is { } expected ? $"/{expected}" : "";
        var dropped = progress.Dropped > 0 ? $", {progress.Dropped} dropped" : "";
        return $"{progress.Done}{of} {items}, {progress.Failed} failed{dropped}, {progress.Rate:0.0} a second";
    }

    private sealed class Hearer(Action<PipelineSnapshot> hear) : IProgress<PipelineSnapshot>
    {
        public void Report(PipelineSnapshot value) => hear(value);
    }
}
