namespace ActorInference.Predicting;

/// <summary>
/// Notices that callers wait for room while nothing runs: then results that were handed out hold it all. Their owners may be slow, or have forgotten to dispose them; forgotten ones
/// come back when the collector finds them, which has no reason of its own to look, for what they hold is not its memory. Guarded by the router's lock.
/// </summary>
internal sealed class HeldResults(IInterior interior, Clock clock, PredictorLog log)
{
    // Long enough for a consumer that is merely slow, short enough for somebody who wonders why nothing goes on.
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);

    // A collection is not free, and a consumer may be slow for good.
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(1);

    private long? _due;
    private TimeSpan _patience = FirstPatience;

    /// <summary>Looks whether that is so, and since when.</summary>
    public void Look(ref Aftermath aftermath)
    {
        if (interior.Admission is not { WaitingCount: > 0, Items: 0 })
        {
            (_due, _patience) = (null, FirstPatience);
            return;
        }

        var now = clock.Now;
        if (_due <= now)
        {
            var bytes = interior.Admission.Bytes;
            if (_patience == FirstPatience) aftermath.Then(() => log.ResultsHeld(interior.Model, bytes, interior.Admission.Options.MaxBytes));
            aftermath.Then(static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false));
            _patience = _patience * 2 < MostPatience ? _patience * 2 : MostPatience;
            _due = null;
        }

        _due ??= now + clock.Stamps(_patience);
        interior.Alarm.NotLaterThan(_due.Value);
    }
}
