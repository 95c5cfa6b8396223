namespace ActorInference.Tests.Predicting.Schedules;

/// <summary>A predictor of one pool whose every run waits for the test, and whose time moves only when all lanes have come to rest: what happens when is exact.</summary>
internal sealed class QuietWorld : IDisposable
{
    public static readonly DeviceId Device = new("fake");

    public QuietWorld(PredictorOptions options, bool isShared = true, bool blocks = true)
    {
        Sessions = new() { Time = Time, AllowsConcurrentRuns = isShared };
        Predictor = Predictor.Open(Sessions, ModelSource.Memory(default, "quiet"), options with { Placement = new([Device]) }, Time).Value;
        if (blocks) Sessions.Script = run => run.Firsts[0] == 0 ? FakeBehaviour.Succeed : FakeBehaviour.Block;
    }

    public SteppedTime Time { get; } = new();

    public FakeSessionFactory Sessions { get; }

    public Predictor Predictor { get; }

    public TimeSpan Now => Time.Elapsed;

    public int LanesIdle => Predictor.Snapshot().Pools[0].LanesIdle;

    /// <summary>Waits until every lane is idle or blocked in its run.</summary>
    public void Rest()
    {
        Assert.True(SpinWait.SpinUntil(IsAtRest, TimeSpan.FromSeconds(20)), $"The lanes do not come to rest: {Predictor.Snapshot().Pools[0]}, {Sessions.Blocked.Count} runs blocked.");
    }

    /// <summary>One millisecond passes, and lanes do what they do.</summary>
    public void Step()
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Rest();
    }

    public Task<Outcome<Prediction>> Submit(float first, int rows = 1, PredictionOptions? options = null, CancellationToken cancel = default)
    {
        var input = Tensor.Allocate(ElementType.Float32, [rows, 4]);
        input.Span<float>().Fill(first);
        return Predictor.PredictAsync(input, options, cancel);
    }

    /// <summary>Lets everything end.</summary>
    public void Dispose()
    {
        Predictor.Dispose();
        Sessions.AssertAtRest();
        Assert.True(SpinWait.SpinUntil(() => Time.Timers == 0, TimeSpan.FromSeconds(20)), "A timer is left."); // who waits is told first, and its timer let go next
    }

    private bool IsAtRest()
    {
        var pool = Predictor.Snapshot().Pools[0];
        return pool.LanesIdle + pool.LanesRunning == pool.Plan.Lanes && pool.LanesRunning == Sessions.Blocked.Count;
    }
}
