namespace ActorInference.Tests.Predicting;

/// <summary>
/// What tests of predictors have in common: sessions that do what the test says, time that it steps, inputs from a pool of its own. In the end everything that was opened is
/// closed, every input is given back, and nobody broke the contract of sessions.
/// </summary>
public abstract class PredictorTest : IDisposable
{
    // Bounds a hang and measures nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TensorPool _pool = new();
    private readonly List<Predictor> _predictors = [];

    protected static DeviceId Fake { get; } = new("fake");

    protected static DeviceId OtherFake { get; } = new("fake", 1);

    /// <summary>One lane on a device where lanes do not count against cores, no warm-up runs to be told from real ones, no jitter.</summary>
    protected static PredictorOptions Options { get; } = new()
    {
        Placement = new([Fake]),
        WarmUp = new() { BatchSizes = [] },
        Supervision = new() { Jitter = 0 },
    };

    private protected ListLogger Log { get; } = new();

    protected SteppedTime Time { get; } = new();

    protected FakeSessionFactory Sessions { get; } = new();

    protected PredictorTest() => Sessions.Time = Time;

    public virtual void Dispose()
    {
        Sessions.Script = null;
        Sessions.OnOpen = null;
        Sessions.ReleaseAll();
        foreach (var predictor in _predictors) predictor.Dispose();
        Until(() => Sessions.RunsNow == 0 && Sessions.OpenNow == 0 && _pool.RentedCount == 0); // lanes that were given up return by themselves
        Sessions.AssertAtRest();
        GC.SuppressFinalize(this);
    }

    protected Predictor Open(PredictorOptions? options = null, string model = "model")
    {
        var predictor = Predictor.Open(Sessions, Model(model), options ?? Options, Time, Log).Value;
        _predictors.Add(predictor);
        return predictor;
    }

    protected Failure OpenFailure(PredictorOptions options)
    {
        var outcome = Predictor.Open(Sessions, Model("model"), options, Time, Log);
        if (outcome.Succeeded) outcome.Value.Dispose();
        return outcome.Failure ?? throw new Xunit.Sdk.XunitException("the predictor opened although it should not");
    }

    protected static ModelSource Model(string name) => ModelSource.Memory(default, name);

    /// <summary>Float32 [rows,4], the rows beginning with <paramref name="first"/>, <paramref name="first"/> + 1, ...</summary>
    protected Tensor Input(float first, int rows = 1)
    {
        var input = Tensor.Allocate(ElementType.Float32, [rows, 4], _pool);
        input.Span<float>().Clear();
        for (var row = 0; row < rows; row++) input.Span<float>()[4 * row] = first + row;
        return input;
    }

    /// <summary>What the default model gives for <see cref="Input"/>: checks it, and disposes the prediction.</summary>
    protected static void AssertIs(float first, Outcome<Prediction> outcome)
    {
        using var prediction = outcome.Value;
        Assert.Equal((2 * first) + 1, prediction.Tensor.Span<float>()[0]);
    }

    protected static void AssertFailed(ErrorKind kind, string message, Outcome<Prediction> outcome)
    {
        if (outcome.Succeeded) outcome.Value.Dispose();
        Assert.Equal((kind, message), (outcome.Failure?.Kind, outcome.Failure?.Message));
    }

    protected static void AssertFailed(ErrorKind kind, Outcome<Prediction> outcome)
    {
        if (outcome.Succeeded) outcome.Value.Dispose();
        Assert.Equal(kind, outcome.Failure?.Kind);
    }

    /// <summary>Waits for another thread.</summary>
    protected static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "it did not come about");

    /// <summary>Waits for another thread.</summary>
    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience);

    /// <summary>Waits for another thread.</summary>
    protected static Task Soon(Task task) => task.WaitAsync(Patience);

    /// <summary>A request that occupies a lane until the test lets it go.</summary>
    protected async Task<(FakeRun Run, Task<Outcome<Prediction>> Outcome)> Occupy(Predictor predictor, float first = 1000)
    {
        var before = Sessions.Blocked.Count;
        var outcome = predictor.PredictAsync(Input(first));
        var run = (await OwnThread.Run(() => Sessions.WaitForBlocked(before + 1)))[^1];
        return (run, outcome);
    }

    /// <summary>Runs whose first row begins with 1000 or more block, so that what comes behind them waits.</summary>
    protected void BlockThousands() => Sessions.Script = run => run.Firsts is [>= 1000, ..] ? FakeBehaviour.Block : FakeBehaviour.Succeed;
}
