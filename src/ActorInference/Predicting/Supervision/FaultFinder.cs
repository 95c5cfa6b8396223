namespace ActorInference.Predicting;

/// <summary>Finds out whose fault it is that a run failed, with a run on zeros where nothing else tells. One for each lane, and its own.</summary>
internal sealed class FaultFinder(WarmUp warmUp, CancellationToken closing)
{
    private ISession? _session;
    private ProbeVerdict? _probe;
    private bool _hasRunSinceProbe;
    private bool _anySucceeded;

    /// <summary>How the session failed on zeros too; null where it did not, or nobody tried.</summary>
    public Failure? OnZeros { get; private set; }

    /// <summary>A batch is about to be run on that session, whole or in parts.</summary>
    public void Begin(ISession session) => (_session, _probe, OnZeros, _anySucceeded) = (session, null, null, false);

    /// <summary>A run is about to start.</summary>
    public void Starting() => _hasRunSinceProbe = true;

    /// <summary>A run gave results.</summary>
    public void Succeeded() => _anySucceeded = true;

    /// <summary>Whether an item may have caused this failure of several.</summary>
    public bool MayBeAnItems(Failure failure) => failure.Kind != ErrorKind.DeviceLost && (failure.Kind == ErrorKind.InvalidInput || Probe() != ProbeVerdict.Broken);

    /// <summary>Who caused a failure.</summary>
    public Blame WhoseFault(Failure failure)
    {
        if (failure.Kind == ErrorKind.InvalidInput) return Blame.Item;
        if (failure.Kind == ErrorKind.Cancelled) return Blame.Moment; // it did as it was told, and the lane is wanted: no probe
        if (failure.Kind == ErrorKind.DeviceLost) return Blame.Session;
        if (_hasRunSinceProbe) _probe = null; // it may have died since
        return Probe() switch
        {
            ProbeVerdict.Broken => Blame.Session,
            ProbeVerdict.NoMemory => Blame.Moment,
            ProbeVerdict.Unknown when !_anySucceeded => Blame.Unknown,
            _ => failure.Kind == ErrorKind.OutOfMemory ? Blame.Moment : Blame.Item,
        };
    }

    // A probe costs a run of its own: one is made before a batch is split, and one before an item is blamed.
    private ProbeVerdict Probe()
    {
        if (_probe is { } known) return known;
        _hasRunSinceProbe = false;
        var verdict = warmUp.Probe(_session!, closing, out var failure);
        OnZeros = verdict == ProbeVerdict.Broken ? failure : null;
        _probe = verdict;
        return verdict;
    }

    /// <summary>What each of these is told: what a batch failed with may be about one of its items, and is no news of the others or of the session; the failure on zeros is.</summary>
    public static Failure ForEach(ReadOnlySpan<BatchItem> items, Failure failure, Failure? onZeros) =>
        items.Length > 1 && onZeros is not null ? onZeros with { Message = $"the session failed while it ran this, and on zeros too: {onZeros.Message}" } : failure;
}
