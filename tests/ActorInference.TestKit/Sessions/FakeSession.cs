using System.Globalization;

namespace ActorInference.TestKit;

/// <summary>
/// A session that computes nothing worth a device and does what the script of its factory says. It keeps the contract of <see cref="ISession"/>
/// except where the script breaks it, and reports to its factory whoever breaks theirs.
/// </summary>
public sealed class FakeSession : ISession
{
    internal static readonly Failure Terminated = new(ErrorKind.Cancelled, "The run was told to terminate.");

    private readonly FakeSessionFactory _factory;
    private readonly FakeModel _fake;
    private readonly Lock _lock = new();

    // Guarded by the lock.
    private int _runs;
    private int _runsNow;
    private int _mostRunsAtOnce;
    private bool _isClosing;
    private bool _isDisposed;

    internal FakeSession(FakeSessionFactory factory, FakeModel fake, int number, ModelSource model, SessionOptions options)
    {
        (_factory, _fake, Number, Model, Options) = (factory, fake, number, model, options);
        AllowsConcurrentRuns = factory.AllowsConcurrentRuns;
    }

    /// <summary>Which session of its factory, from 1.</summary>
    public int Number { get; }

    /// <summary>What it was opened from.</summary>
    public ModelSource Model { get; }

    /// <summary>How it was opened.</summary>
    public SessionOptions Options { get; }

    /// <inheritdoc/>
    public ModelSignature Signature => _fake.Signature;

    /// <inheritdoc/>
    public ModelMetadata Metadata => _fake.Metadata;

    /// <inheritdoc/>
    public DeviceId Device => Options.Device;

    /// <inheritdoc/>
    public bool AllowsConcurrentRuns { get; }

    /// <summary>How many runs have begun.</summary>
    public int Runs
    {
        get
        {
            lock (_lock) return _runs;
        }
    }

    /// <summary>How many runs are under way.</summary>
    public int RunsNow
    {
        get
        {
            lock (_lock) return _runsNow;
        }
    }

    /// <summary>The most runs that were under way at once.</summary>
    public int MostRunsAtOnce
    {
        get
        {
            lock (_lock) return _mostRunsAtOnce;
        }
    }

    /// <summary>Whether it was disposed, and that has returned.</summary>
    public bool IsDisposed
    {
        get
        {
            lock (_lock) return _isDisposed;
        }
    }

    /// <inheritdoc/>
    public Failure? Run(ReadOnlySpan<RunInput> inputs, Span<RunOutput> outputs, CancellationToken terminate = default)
    {
        var number = Enter();
        try
        {
            if ((Signature.Check(inputs) ?? Signature.Check(outputs)) is { } refusal) return refusal;
            using var borrowed = Borrow(inputs, number);
            var rows = FakeRows.Of(Signature, borrowed.Values);
            var run = _factory.Begin(this, number, rows, borrowed.Values);
            try
            {
                var behaviour = run is null ? FakeBehaviour.Succeed : _factory.Script?.Invoke(run) ?? FakeBehaviour.Succeed;
                return Behave(behaviour, run, borrowed, terminate) ?? Poison(rows) ?? Deliver(behaviour.OutputRows, borrowed.Values, outputs);
            }
            finally
            {
                run?.ReturnInputs();
            }
        }
        finally
        {
            lock (_lock) _runsNow--;
        }
    }

    /// <summary>Closes the session. Again: does nothing. A violation while a run is under way, unless the factory tolerates that.</summary>
    public void Dispose()
    {
        int runsNow;
        lock (_lock)
        {
            if (_isClosing) return;
            _isClosing = true;
            runsNow = _runsNow;
        }

        try
        {
            _factory.OnClose?.Invoke(this);
        }
        finally
        {
            lock (_lock) _isDisposed = true;
        }

        if (runsNow > 0 && !_factory.ToleratesDisposeDuringRun) Violated($"was disposed while {runsNow} of its runs were under way");
    }

    private int Enter()
    {
        int number, now;
        bool isDisposed;
        lock (_lock)
        {
            number = ++_runs;
            isDisposed = _isClosing;
            now = ++_runsNow;
            _mostRunsAtOnce = Math.Max(_mostRunsAtOnce, now);
            if (isDisposed) _runsNow--;
        }

        if (isDisposed)
        {
            Violated($"run {number} began after it was disposed");
            throw new ObjectDisposedException(nameof(FakeSession));
        }

        if (now > 1 && !AllowsConcurrentRuns) Violated($"run {number} began while another was under way, and it allows one at a time");
        if (now > _factory.LanesLimit) Violated($"run {number} made {now} runs at once, and it has {_factory.LanesLimit} lanes");
        return number;
    }

    private BorrowedInputs Borrow(ReadOnlySpan<RunInput> inputs, int number)
    {
        try
        {
            return new(inputs);
        }
        catch (ObjectDisposedException)
        {
            Violated($"run {number} was given an input that is disposed");
            throw;
        }
    }

    // What the script says, up to the moment of computing; null to go on.
    private Failure? Behave(FakeBehaviour behaviour, FakeRun? run, BorrowedInputs borrowed, CancellationToken terminate)
    {
        if (terminate.IsCancellationRequested && !behaviour.IgnoresTerminate) return Terminated;
        if (behaviour.Exception is { } exception) throw exception;
        if (behaviour.Failure is { } failure) return failure;
        if (!behaviour.Blocks) return null;

        var before = borrowed.Hash();
        var end = run!.Wait(behaviour.IgnoresTerminate, terminate);
        if (borrowed.Hash() != before) Violated($"an input of run {run.Number} was written to while the run was under way");
        return end;
    }

    private Failure? Poison(FakeRows rows)
    {
        var isPoison = _factory.IsPoison;
        for (var row = 0; row < rows.Firsts; row++)
        {
            if (isPoison(rows.First(row))) return _factory.PoisonFailure;
        }

        return null;
    }

    private Failure? Deliver(long? outputRows, IReadOnlyDictionary<string, Value> inputs, Span<RunOutput> outputs)
    {
        var results = new FakeResults(_fake.Compute(inputs), outputRows);
        try
        {
            return results.Check(Signature, outputs) ?? results.MoveTo(outputs);
        }
        finally
        {
            results.DisposeRest();
        }
    }

    private void Violated(string how) => _factory.Violations.Enqueue(string.Create(CultureInfo.InvariantCulture, $"session {Number} on {Device}: {how}."));
}
