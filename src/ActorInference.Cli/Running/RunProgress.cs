using ActorInference.Cli.Terminal;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>Shows how far a run is: a bar with rate and time left on a terminal, a plain line every few seconds elsewhere.</summary>
internal sealed class RunProgress(Report report, RunTally tally, TimeProvider time)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Runs <paramref name="work"/> while showing progress; the work tells of each ended file through the callback it is given.</summary>
    public async Task ShowAsync(Func<Action<RunResult>, Task> work)
    {
        if (report.Messages.Profile.Capabilities.Interactive) await ShowBarAsync(work);
        else await ShowLinesAsync(work);
    }

    private async Task ShowBarAsync(Func<Action<RunResult>, Task> work)
    {
        var progress = report.Messages.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());
        await progress.StartAsync(async context =>
        {
            var bar = context.AddTask("pictures", maxValue: Math.Max(1, tally.Total));
            await work(result =>
            {
                Note(result);
                bar.Description = $"{tally.Ended}/{tally.Total} pictures, {Rate}";
                bar.Value = tally.Ended;
            });
        });
    }

    private async Task ShowLinesAsync(Func<Action<RunResult>, Task> work)
    {
        await using var timer = time.CreateTimer(_ => report.Say($"{tally.Ended}/{tally.Total} pictures, {tally.Failed} failed, {Rate}, {Remaining} left"), null, LineInterval, LineInterval);
        await work(Note);
    }

    private string Rate => $"{tally.Ended / Math.Max(Elapsed.TotalSeconds, 1e-3):0.0} a second";

    private string Remaining => tally.Ended == 0 ? "some time" : TimeSpan.FromSeconds(Math.Ceiling(Elapsed.TotalSeconds / tally.Ended * (tally.Total - tally.Ended))).ToString("c");

    private void Note(RunResult result)
    {
        tally.Add(result);
        if (result.Failure is { Kind: not ErrorKind.Cancelled } failure) report.Error(failure.Message);
    }
}
