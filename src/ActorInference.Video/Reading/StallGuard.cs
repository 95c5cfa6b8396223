namespace ActorInference.Video;

/// <summary>Ends a child from which nothing has come for too long. Armed only while its thread waits: a slow taker is no stall.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly ITimer? _timer;
    private readonly TimeSpan _limit;

    /// <summary>A guard over <paramref name="child"/>; null as limit means none.</summary>
    public StallGuard(DecodingChild child, TimeSpan? limit, TimeProvider time)
    {
        if (limit is not { } known) return;
        _limit = known;
        _timer = time.CreateTimer(_ => End(child), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the child was ended here.</summary>
    public bool Stalled { get; private set; }

    /// <summary>Waiting begins.</summary>
    public void Arm() => _timer?.Change(_limit, Timeout.InfiniteTimeSpan);

    /// <summary>Something came.</summary>
    public void Disarm() => _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void End(DecodingChild child)
    {
        Stalled = true;
        child.Kill();
    }
}
