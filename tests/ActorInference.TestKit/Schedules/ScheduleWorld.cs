using System.Collections.Concurrent;

namespace ActorInference.TestKit.Schedules;

/// <summary>The sessions under the predictor of a schedule, and what goes wrong with them. Models: <c>good</c>, <c>broken</c> (cannot be opened), <c>wrong</c> (of another signature).</summary>
public sealed class ScheduleWorld
{
    public const string Poisoned = "A row is poisoned.";

    private readonly ConcurrentQueue<FakeBehaviour> _next = new();
    private readonly ConcurrentDictionary<int, bool> _dead = new(); // by the number of the session
    private int _failingOpens;

    public ScheduleWorld(bool allowsConcurrentRuns)
    {
        Sessions = new()
        {
            AllowsConcurrentRuns = allowsConcurrentRuns,
            Devices = [.. Enumerable.Range(0, 2).Select(ScheduleOptions.Device)],
            IsPoison = row => row < 0,
            PoisonFailure = new(ErrorKind.SessionFailed, Poisoned),
            LanesLimit = ScheduleOptions.MostLanes,
            Time = Time,
            Script = Behave,
            OnOpen = (_, _) => Interlocked.Decrement(ref _failingOpens) >= 0 ? new Failure(ErrorKind.SessionFailed, "It cannot be opened now.") : null,
            ModelFor = source => source.Name switch
            {
                "broken" => throw new InvalidOperationException("This model is broken."),
                "wrong" => FakeModel.Affine(2, 1, "float32 [N,5]"),
                _ => FakeModel.Default,
            },
        };
    }

    public SteppedTime Time { get; } = new();

    public FakeSessionFactory Sessions { get; }

    /// <summary>What the next real run does.</summary>
    public void Next(FakeBehaviour behaviour, int runs = 1)
    {
        for (var i = 0; i < runs; i++) _next.Enqueue(behaviour);
    }

    public void FailOpens(int times) => Volatile.Write(ref _failingOpens, times);

    public void Die(DeviceId device)
    {
        foreach (var session in Sessions.Sessions)
        {
            if (session.Device == device && !session.IsDisposed) _dead[session.Number] = true;
        }
    }

    /// <summary>Nothing new goes wrong; sessions that are dead stay so.</summary>
    public void Calm()
    {
        _next.Clear();
        FailOpens(0);
    }

    /// <summary>Warm-up and probes are of zeros; requests never are.</summary>
    public static bool IsReal(FakeRun run) => run.Firsts.Any(first => first != 0);

    private FakeBehaviour Behave(FakeRun run)
    {
        if (_dead.ContainsKey(run.SessionNumber)) return FakeBehaviour.Fail(ErrorKind.SessionFailed);
        return IsReal(run) && _next.TryDequeue(out var next) ? next : FakeBehaviour.Succeed;
    }
}
