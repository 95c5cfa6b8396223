namespace ActorInference.TestKit;

/// <summary>A timer of <see cref="SteppedTime"/>, which guards its state by its own lock.</summary>
internal sealed class SteppedTimer(SteppedTime time, TimerCallback callback, object? state) : ITimer
{
    // What the timers of the platform take at most.
    private const long MostMilliseconds = uint.MaxValue - 1L;

    /// <summary>By the moment they are due, then by when they were armed.</summary>
    public static readonly Comparer<SteppedTimer> Order = Comparer<SteppedTimer>.Create((one, other) => (one.Due, one.Sequence).CompareTo((other.Due, other.Sequence)));

    // Due and Sequence are the key in the set of armed timers: changed only while not IsArmed.
    public TimeSpan Due { get; set; }

    public long Sequence { get; set; }

    public bool IsArmed { get; set; }

    /// <summary>Null for one shot.</summary>
    public TimeSpan? Period { get; set; }

    public bool IsDisposed { get; set; }

    /// <summary>Completed when the callback under way is over; null when none is.</summary>
    public TaskCompletionSource? Firing { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        CheckRange(dueTime, nameof(dueTime));
        CheckRange(period, nameof(period));
        return time.Change(this, dueTime == Timeout.InfiniteTimeSpan ? null : dueTime, period > TimeSpan.Zero ? period : null);
    }

    public void BeginFiring() => Firing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Fire()
    {
        try
        {
            callback(state);
        }
        finally
        {
            time.EndFiring(this);
        }
    }

    /// <summary>The timer fires no more; a callback under way goes on.</summary>
    public void Dispose() => _ = time.Dispose(this);

    /// <summary>The same, and complete when a callback under way is over.</summary>
    public ValueTask DisposeAsync() => time.Dispose(this) is { } over ? new(over) : default;

    private static void CheckRange(TimeSpan value, string name)
    {
        if (value == Timeout.InfiniteTimeSpan) return;
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMilliseconds(MostMilliseconds), name);
    }
}
