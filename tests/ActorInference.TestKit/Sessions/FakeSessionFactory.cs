using System.Collections.Concurrent;
using Xunit;

namespace ActorInference.TestKit;

/// <summary>
/// Opens sessions that do what a test scripts, and sees what is done to them. Settings may be changed at any time; those of a session
/// (<see cref="Model"/>, <see cref="ModelFor"/>, <see cref="AllowsConcurrentRuns"/>) are taken when it is opened. Thread-safe.
/// </summary>
public sealed class FakeSessionFactory : ISessionFactory
{
    private readonly BlockedRuns _blocked = new();
    private readonly Lock _lock = new();
    private readonly List<FakeSession> _sessions = []; // guarded by the lock
    private int _attempts;

    /// <summary>What sessions compute. Default <see cref="FakeModel.Default"/>: <c>y = 2 * x + 1</c>, float32 [N,4].</summary>
    public FakeModel Model { get; set; } = FakeModel.Default;

    /// <summary>What sessions of that source compute, for tests with several models or versions; null: <see cref="Model"/>.</summary>
    public Func<ModelSource, FakeModel>? ModelFor { get; set; }

    /// <summary>The devices that are there. Default <c>cpu</c>, <c>fake:0</c>, <c>fake:1</c>.</summary>
    public IReadOnlyList<DeviceId> Devices { get; set; } = [DeviceId.Cpu, new("fake"), new("fake", 1)];

    /// <summary>What sessions say of themselves. Default true.</summary>
    public bool AllowsConcurrentRuns { get; set; } = true;

    /// <summary>Asked at each <see cref="Open"/>, by its number from 1: null to open, a failure to refuse. May throw, or block.</summary>
    public Func<int, SessionOptions, Failure?>? OnOpen { get; set; }

    /// <summary>Told of each session when it is closed, on that thread. May throw, or block; the session counts as open until then.</summary>
    public Action<FakeSession>? OnClose { get; set; }

    /// <summary>What each run does. Called on the run's thread, when its inputs are checked. Default: all succeed.</summary>
    public Func<FakeRun, FakeBehaviour>? Script { get; set; }

    /// <summary>Which rows fail their whole run, by their first element, where the first input is float32. Default: NaN.</summary>
    public Func<float, bool> IsPoison { get; set; } = float.IsNaN;

    /// <summary>What a run with a poisoned row fails with.</summary>
    public Failure PoisonFailure { get; set; } = new(ErrorKind.SessionFailed, "A row is poisoned.");

    /// <summary>More runs than that at once on one session are a violation; null: no limit.</summary>
    public int? LanesLimit { get; set; }

    /// <summary>Whether a session may be disposed while one of its runs is under way. Default false.</summary>
    public bool ToleratesDisposeDuringRun { get; set; }

    /// <summary>Whether <see cref="Runs"/> is kept. Default true; turn off for many runs.</summary>
    public bool Record { get; set; } = true;

    /// <summary>Where <see cref="FakeRun.Started"/> comes from.</summary>
    public SteppedTime? Time { get; set; }

    /// <inheritdoc/>
    public string Runtime => "fake";

    /// <summary>Calls of <see cref="Open"/>, those that failed included.</summary>
    public int OpenAttempts => Volatile.Read(ref _attempts);

    /// <summary>Sessions opened so far.</summary>
    public int Opened
    {
        get
        {
            lock (_lock) return _sessions.Count;
        }
    }

    /// <summary>Sessions that are open and not disposed.</summary>
    public int OpenNow => Sessions.Count(session => !session.IsDisposed);

    /// <summary>Runs under way on all sessions.</summary>
    public int RunsNow => Sessions.Sum(session => session.RunsNow);

    /// <summary>Every session opened so far, in order.</summary>
    public IReadOnlyList<FakeSession> Sessions
    {
        get
        {
            lock (_lock) return [.. _sessions];
        }
    }

    /// <summary>Every run so far, in the order they began.</summary>
    public ConcurrentQueue<FakeRun> Runs { get; } = new();

    /// <summary>Runs that wait for the test, in the order they came. A run leaves at the moment it is released, failed or terminated.</summary>
    public IReadOnlyList<FakeRun> Blocked => _blocked.Snapshot();

    /// <summary>What was done to sessions that nobody may do, a line each.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<DeviceReport> ListDevices() => [.. Devices.Select(device => new DeviceReport(device, "fake", true, "a fake device"))];

    /// <inheritdoc/>
    public Outcome<ISession> Open(ModelSource model, SessionOptions options)
    {
        var attempt = Interlocked.Increment(ref _attempts);
        if (!Devices.Contains(options.Device))
        {
            return new Failure(ErrorKind.DeviceLost, $"{options.Device} is not there; there is {string.Join(", ", Devices)}.");
        }

        if (OnOpen?.Invoke(attempt, options) is { } failure) return failure;
        lock (_lock)
        {
            var session = new FakeSession(this, ModelFor?.Invoke(model) ?? Model, _sessions.Count + 1, model, options);
            _sessions.Add(session);
            return Outcome.Of<ISession>(session);
        }
    }

    /// <summary>
    /// Waits until at least <paramref name="count"/> runs are blocked and gives them, in the order they came.
    /// Throws <see cref="TimeoutException"/> when that does not come about.
    /// </summary>
    public IReadOnlyList<FakeRun> WaitForBlocked(int count = 1) => _blocked.WaitFor(count);

    /// <summary>Lets every blocked run go on; those that block later are not meant.</summary>
    public void ReleaseAll()
    {
        foreach (var run in Blocked) run.Release();
    }

    /// <summary>Asserts that nothing was violated, every session is disposed and no run is under way.</summary>
    public void AssertAtRest()
    {
        Assert.Empty(Violations);
        Assert.Equal(0, RunsNow);
        Assert.Equal(0, OpenNow);
    }

    // Null when nobody wants to know.
    internal FakeRun? Begin(FakeSession session, int number, FakeRows rows, IReadOnlyDictionary<string, Value> inputs)
    {
        if (!Record && Script is null) return null;
        var run = new FakeRun(session, number, inputs, _blocked) { Rows = rows.Count, Firsts = rows.ToArray(), Started = Time?.Elapsed };
        if (Record) Runs.Enqueue(run);
        return run;
    }
}
