namespace ActorInference.Batching;

/// <summary>
/// Ends a run when everyone in it has left. One of these serves run after run; a run's number makes sure that a late word never ends the next run.
/// Thread-safe.
/// </summary>
internal sealed class BatchTermination : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _source = new();
    private long _run;
    private bool _isRunning;

    /// <summary>Opens a run; returns its number.</summary>
    public long Begin()
    {
        lock (_lock)
        {
            _isRunning = true;
            return ++_run;
        }
    }

    /// <summary>Tells the run that is open when to end. For the thread that runs.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Closes the run that is open.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isRunning = false;
            if (!_source.IsCancellationRequested) return;
            _source.Dispose();
            _source = new();
        }
    }

    /// <summary>Tells the run of that number to end; nothing happens when it has ended.</summary>
    public void Terminate(long run)
    {
        lock (_lock)
        {
            // Under the lock, so that End waits until the word has been passed on; those who are told only set a flag.
            if (!_isRunning || _run != run) return;
            try
            {
                _source.Cancel();
            }
            catch (AggregateException)
            {
                // A session could not pass it on, so its run goes on to its end. Whoever gives up, be it the alarm, has no part in that.
            }
        }
    }

    public void Dispose() => _source.Dispose();
}
