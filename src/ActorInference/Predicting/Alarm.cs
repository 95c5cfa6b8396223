namespace ActorInference.Predicting;

/// <summary>
/// The one timer of a predictor: deadlines, company, restarts and the watchdog all ask it to ring at the latest at some moment. It rings early rather than late in
/// what it was asked, and whoever hears it looks at everything that is due. Guarded by the router's lock, but for the ringing.
/// </summary>
internal sealed class Alarm : IDisposable
{
    private readonly Clock _clock;
    private readonly ITimer _timer;
    private long _due = long.MaxValue;

    public Alarm(Clock clock, Action ring)
    {
        _clock = clock;
        _timer = clock.Time.CreateTimer(static state => ((Action)state!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks to be rung at <paramref name="due"/> at the latest; <see cref="long.MaxValue"/> asks for nothing.</summary>
    public void NotLaterThan(long due)
    {
        if (due >= _due) return;
        _due = due;
        var milliseconds = Math.Ceiling(_clock.Duration(Math.Max(0, due - _clock.Now)).TotalMilliseconds); // what timers count in
        _timer.Change(TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes that it has rung.</summary>
    public void Rang() => _due = long.MaxValue;

    public void Dispose() => _timer.Dispose();
}
