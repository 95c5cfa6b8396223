using System.Runtime.CompilerServices;
using ActorInference;

namespace VideoStream;

/// <summary>Rates, drops and latency of the run. Thread-safe.</summary>
internal sealed class LiveStatistics(LiveSource source, [FromKeyedServices("cartoon")] Predictor predictor, Viewers viewers, TimeProvider time)
{
    private volatile PipelineRun<ViewedFrame>? _run;
    private long _latency; // of the newest frame, in ticks of a time span

    /// <summary>Begins to look at a run.</summary>
    public void Watch(PipelineRun<ViewedFrame> run) => _run = run;

    /// <summary>Notes how long a frame took from the source to the viewers.</summary>
    public void Shown(ViewedFrame frame) => Volatile.Write(ref _latency, time.GetElapsedTime(frame.Came).Ticks);

    /// <summary>The numbers at once and then every second, until cancelled; rates are those of the last second.</summary>
    public async IAsyncEnumerable<LiveSnapshot> EverySecondAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var before = _run?.Progress;
        while (await TicksAsync(timer, cancel))
        {
            if (_run?.Progress is not { } now) continue;
            yield return Of(before, now);
            before = now;
        }
    }

    private LiveSnapshot Of(PipelineSnapshot? before, PipelineSnapshot now)
    {
        var seconds = Math.Max(0.001, (now.Elapsed - (before?.Elapsed ?? TimeSpan.Zero)).TotalSeconds);
        return new(
            source.Name,
            string.Join("; ", predictor.Snapshot().Pools.Select(pool => $"{pool.Device}, {pool.Plan}")),
            Math.Round((now.Taken - (before?.Taken ?? 0)) / seconds, 1),
            Math.Round((now.Succeeded - (before?.Succeeded ?? 0)) / seconds, 1),
            Math.Round((now.Dropped - (before?.Dropped ?? 0)) / seconds, 1),
            now.Succeeded,
            now.Dropped,
            now.Failed,
            Math.Round(TimeSpan.FromTicks(Volatile.Read(ref _latency)).TotalMilliseconds),
            viewers.Count);
    }

    private static async Task<bool> TicksAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
