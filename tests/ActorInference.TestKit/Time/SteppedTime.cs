namespace ActorInference.TestKit;

/// <summary>
/// Time that stands still until a test advances it. Timers fire inside <see cref="Advance"/>, on its thread, in the order they are due, and at
/// equal moments in the order they were armed; a timer that is due at once waits for the next <see cref="Advance"/>, be it by zero.
/// Thread-safe: callbacks run outside the lock, and timers may be made, changed and disposed from any thread meanwhile.
/// What waits on a timer (a <see cref="Task"/> of <c>Task.Delay</c>, a <see cref="CancellationTokenSource"/>) goes on on that thread as well,
/// unless it says otherwise.
/// </summary>
public sealed class SteppedTime : TimeProvider
{
    // Code that takes a timestamp of 0 for "never" would go unnoticed if time began there.
    private const long FirstTimestamp = TimeSpan.TicksPerHour;

    // More callbacks than that at one moment, and time will never pass.
    private const int MostAtOneMoment = 100_000;

    private static readonly DateTimeOffset DefaultStart = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Guards everything below, and the state of all timers; pulsed when a timer is armed.
    private readonly object _gate = new();
    private readonly SortedSet<SteppedTimer> _armed = new(SteppedTimer.Order);
    private readonly DateTimeOffset _start;
    private TimeSpan _elapsed;
    private long _lastSequence;
    private bool _advancing;

    /// <summary>Time that stands at <paramref name="start"/>; by default the first moment of 2030.</summary>
    public SteppedTime(DateTimeOffset? start = null) => _start = start ?? DefaultStart;

    /// <summary>How far this time was advanced.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate) return _elapsed;
        }
    }

    /// <summary>How long until the next timer fires; null when none is armed.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate) return _armed.Min is { } next ? next.Due - _elapsed : null;
        }
    }

    /// <summary>How many timers are armed: those that will fire if time goes on.</summary>
    public int Timers
    {
        get
        {
            lock (_gate) return _armed.Count;
        }
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Ticks of <see cref="TimeSpan"/>: 10,000,000 a second.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start.ToUniversalTime() + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => FirstTimestamp + Elapsed.Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SteppedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Moves time forward and fires what becomes due on the way, on this thread; during a callback the time is the moment its timer was due.
    /// Timers that are armed on the way fire too if they are due by then. An exception of a callback comes out here, and time stays at its moment.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another call is under way, which may be this callback's own; or timers re-arm themselves for one moment endlessly.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan target;
        lock (_gate)
        {
            if (_advancing) throw new InvalidOperationException("Time is being advanced already.");
            target = _elapsed + by;
            _advancing = true;
        }

        try
        {
            for (var (moment, fired) = (TimeSpan.MinValue, 0); Next(target) is { } timer; timer.Fire())
            {
                (moment, fired) = Elapsed == moment ? (moment, fired + 1) : (Elapsed, 1);
                if (fired > MostAtOneMoment) throw new InvalidOperationException($"More than {MostAtOneMoment:N0} timers fired at one moment: one of them re-arms itself without a delay.");
            }
        }
        finally
        {
            lock (_gate) _advancing = false;
        }
    }

    /// <summary>
    /// Waits until at least <paramref name="count"/> timers are armed: what a test needs before it advances time for another thread.
    /// Throws <see cref="TimeoutException"/> when that does not come about.
    /// </summary>
    public void WaitForTimers(int count)
    {
        lock (_gate) Patience.Wait(_gate, () => _armed.Count, count, "armed timers");
    }

    // Takes the next timer that is due by then, arms it anew if it is periodic, and sets the time to its moment; null, at the target, when there is none.
    private SteppedTimer? Next(TimeSpan target)
    {
        lock (_gate)
        {
            if (_armed.Min is not { } timer || timer.Due > target)
            {
                _elapsed = target;
                return null;
            }

            _elapsed = timer.Due;
            Disarm(timer);
            if (timer.Period is { } period) Arm(timer, period);
            timer.BeginFiring();
            return timer;
        }
    }

    internal bool Change(SteppedTimer timer, TimeSpan? dueIn, TimeSpan? period)
    {
        lock (_gate)
        {
            if (timer.IsDisposed) return false;
            Disarm(timer);
            timer.Period = period;
            if (dueIn is { } delay) Arm(timer, delay);
            return true;
        }
    }

    // Returns the task of the callback under way, if there is one.
    internal Task? Dispose(SteppedTimer timer)
    {
        lock (_gate)
        {
            Disarm(timer);
            timer.IsDisposed = true;
            return timer.Firing?.Task;
        }
    }

    internal void EndFiring(SteppedTimer timer)
    {
        TaskCompletionSource? over;
        lock (_gate) (over, timer.Firing) = (timer.Firing, null);
        over!.SetResult();
    }

    private void Arm(SteppedTimer timer, TimeSpan dueIn)
    {
        (timer.Due, timer.Sequence, timer.IsArmed) = (_elapsed + dueIn, ++_lastSequence, true);
        _armed.Add(timer);
        Monitor.PulseAll(_gate);
    }

    private void Disarm(SteppedTimer timer)
    {
        if (timer.IsArmed) _armed.Remove(timer);
        timer.IsArmed = false;
    }
}
