using ActorInference.Batching;

namespace ActorInference.Predicting;

/// <summary>
/// Closes sessions that are out of use, each on a thread of its own: that is not our code, and may take long, throw or never return, for which no lane, alarm or caller may be held.
/// Guarded by the keeper's lock, but for the closing.
/// </summary>
internal sealed class SessionCloser(ISessionKeeper keeper, TimeSpan? watchdog, Clock clock, PredictorLog log)
{
    private readonly List<Closing> _closing = [];

    /// <summary>Sessions that are being closed.</summary>
    public int Count => _closing.Count;

    /// <summary>Begins to close a session that nobody uses.</summary>
    public void Close(ISession session, ref Aftermath aftermath)
    {
        var closing = new Closing(session, clock.Now);
        _closing.Add(closing);
        if (watchdog is { } patience) keeper.LookNotLaterThan(closing.Started + clock.Stamps(patience));
        aftermath.Then(() =>
        {
            // Where there is no thread it is closed here, rather than never.
            if (OwnThread.Start(() => Close(closing), "closing a session") is not null) Close(closing);
        });
    }

    /// <summary>Waits for those that are being closed, but for those that are late already; with patience, past which they are reported as late.</summary>
    public async Task WaitAsync(TimeSpan patience)
    {
        Closing[] awaited;
        lock (keeper.Lock) awaited = [.. _closing.Where(closing => !closing.IsLate)];
        try
        {
            await Task.WhenAll(awaited.Select(closing => closing.Done.Task)).WaitAsync(patience, clock.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var aftermath = default(Aftermath);
            lock (keeper.Lock)
            {
                foreach (var closing in awaited.Where(_closing.Contains)) Report(closing, patience, ref aftermath);
            }

            aftermath.CarryOut();
        }
    }

    /// <summary>Reports those that have taken for longer than the watchdog allows.</summary>
    public void Look(long now, ref Aftermath aftermath)
    {
        if (watchdog is not { } patience) return;
        foreach (var closing in _closing)
        {
            var late = closing.Started + clock.Stamps(patience);
            if (closing.IsLate) continue;
            if (late <= now) Report(closing, patience, ref aftermath);
            else keeper.LookNotLaterThan(late);
        }
    }

    private void Report(Closing closing, TimeSpan patience, ref Aftermath aftermath)
    {
        if (closing.IsLate) return;
        closing.IsLate = true;
        aftermath.Then(() => log.SessionNotClosed(keeper.Model, $"it did not return within {patience.TotalSeconds:0.###} s, and keeps a thread and its memory until it does"));
    }

    private void Close(Closing closing)
    {
        try
        {
            closing.Session.Dispose();
        }
        catch (Exception problem)
        {
            log.SessionNotClosed(keeper.Model, Thrown.By("it", problem).Message.TrimEnd('.'));
        }

        lock (keeper.Lock) _closing.Remove(closing);
        closing.Done.Tell();
    }

    private sealed class Closing(ISession session, long started)
    {
        public ISession Session => session;

        public long Started => started;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsLate { get; set; }
    }
}
