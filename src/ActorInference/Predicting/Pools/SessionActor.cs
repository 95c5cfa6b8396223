namespace ActorInference.Predicting;

/// <summary>
/// The owner of one lane: one thread, one loop, and a mailbox that holds the word to get up; what there is to do then lies in the pool's queue. Nothing else calls
/// <c>Run</c> on its lane, and no caller's code runs on its thread. There is one for each lane, and the code around it calls it by that word.
/// </summary>
internal sealed class SessionActor : IBatchPolicy, IDisposable
{
    // Spins for a few microseconds before it sleeps: the next request often comes just after the last answer, and a sleeping thread takes longer to get up than a small
    // model to run. The number is the platform's own default.
    private const int SpinCount = 35;

    private readonly Router _router;
    private readonly BatchRunner _runner;
    private readonly FaultFinder _faults;
    private readonly ManualResetEventSlim _mail = new(false, SpinCount);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Of the run under way; this thread's own. The items are the first _count of the array.
    private BatchItem[] _items = [];
    private int _count;
    private bool _hasStarted;
    private int _succeeded;

    public SessionActor(Router router, Pool pool, SessionState session, int number)
    {
        _router = router;
        Pool = pool;
        Session = session;
        Number = number;
        _runner = new(pool.Version.Layout, pool.Version.Outputs);
        _faults = new(pool.Version.WarmUp, router.Closing);
    }

    /// <summary>Whose queue it serves.</summary>
    public Pool Pool { get; }

    /// <summary>Which of its pool's lanes it is, from 0.</summary>
    public int Number { get; }

    /// <summary>Completes when it has ended, or its thread has been given up.</summary>
    public Task Gone => _gone.Task;

    // Guarded by the router's lock.
    public SessionState Session { get; }

    public LaneState State { get; set; }

    /// <summary>Whether it is to stop as soon as its run is over.</summary>
    public bool IsRetired { get; set; }

    /// <summary>When its run started, or its loading.</summary>
    public long Started { get; set; }

    /// <summary>How often the system gave no thread for it, and when it is asked again.</summary>
    public int Refusals { get; set; }

    public long RetryAt { get; set; }

    /// <summary>What it runs.</summary>
    public List<Request> Batch { get; } = [];

    /// <summary>How many of those still have a caller that waits.</summary>
    public int Staying { get; set; }

    /// <summary>The number of its run, for <see cref="Terminate"/>.</summary>
    public long Run { get; set; }

    /// <summary>What it runs them on.</summary>
    public OpenSession? Using { get; set; }

    /// <summary>Whether that is still the one in use, and what becomes of the run tells something about it.</summary>
    public bool IsOnCurrent => Using is not null && Using == Session.Current;

    public SessionActor? NextToWake { get; set; }

    /// <summary>Whether it was started; for who starts it.</summary>
    public bool HasThread { get; private set; }

    /// <summary>Starts its thread, which sleeps until it is woken the first time; without the lock. A failure when the system gives none; may be called again then.</summary>
    public Failure? Start()
    {
        var refusal = OwnThread.Start(Loop, $"{Pool.Device} lane {Number}");
        HasThread = refusal is null;
        return refusal;
    }

    /// <summary>Opens the run that it is about to make.</summary>
    public long Begin() => _runner.Begin();

    /// <summary>Tells a run to end; without the lock.</summary>
    public void Terminate(long run) => _runner.Terminate(run);

    /// <summary>Tells the lane to get up.</summary>
    public void Wake() => _mail.Set();

    /// <summary>Nobody waits for its thread any more.</summary>
    public void GiveUp() => _gone.Tell();

    /// <summary>It is over: the last that its thread does, or who ends a lane that has none.</summary>
    public void End()
    {
        Dispose();
        _router.Gone(this);
        _gone.Tell();
    }

    /// <inheritdoc/>
    public void Starting()
    {
        // The halves of a batch are each watched anew; the whole is from the moment it was taken.
        if (_hasStarted) _router.Supervisor.Starting(this);
        _hasStarted = true;
        _faults.Starting();
    }

    /// <inheritdoc/>
    public void Succeeded(ReadOnlySpan<BatchItem> items)
    {
        _faults.Succeeded();
        if (items.Length == Batch.Count) _succeeded = items.Length; // told with the next question
        else _router.Dispatcher.Succeeded(this, items);
    }

    /// <inheritdoc/>
    public bool MayBeAnItems(Failure failure) => _faults.MayBeAnItems(failure);

    /// <inheritdoc/>
    public void Failed(ReadOnlySpan<BatchItem> items, Failure failure) => _router.Supervisor.Failed(this, items, failure, _faults.WhoseFault(failure), _faults.OnZeros);

    /// <inheritdoc/>
    public void Dispose()
    {
        _runner.Dispose();
        _mail.Dispose();
    }

    private void Loop()
    {
        Sleep();
        while (true)
        {
            var work = _router.Dispatcher.Next(this, _items.AsSpan(0, _succeeded));
            Array.Clear(_items, 0, _count);
            (_count, _succeeded) = (0, 0);
            switch (work)
            {
                case LaneWork.Run:
                    RunBatch();
                    break;
                case LaneWork.Open:
                    _router.Supervisor.Opened(this, Pool.Version.Open(Pool, _router.Closing));
                    break;
                case LaneWork.Sleep:
                    Sleep();
                    break;
                default:
                    End();
                    return;
            }
        }
    }

    private void Sleep()
    {
        _mail.Wait();
        _mail.Reset();
    }

    private void RunBatch()
    {
        var count = Batch.Count;
        if (_items.Length < count) _items = new BatchItem[Math.Max(count, 2 * _items.Length)];
        for (var i = 0; i < count; i++) _items[i] = Batch[i];
        _count = count;
        _faults.Begin(Using!.Session);
        _hasStarted = false;
        try
        {
            _runner.Run(Using!.Session, _items.AsSpan(0, count), this);
        }
        catch (Exception bug)
        {
            _succeeded = 0;
            _router.Supervisor.Failed(this, _items.AsSpan(0, count), new(ErrorKind.Internal, $"This is a bug: {bug}"), Blame.Item, null);
        }
    }
}
