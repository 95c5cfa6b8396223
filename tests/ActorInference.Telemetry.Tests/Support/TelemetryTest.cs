namespace ActorInference.Telemetry.Tests;

/// <summary>Predictors over sessions that do what a test says, in time that it steps. In the end everything that was opened is closed.</summary>
public abstract class TelemetryTest : IDisposable
{
    // Bounds a hang and measures nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Predictor> _predictors = [];

    protected TelemetryTest() => Sessions.Time = Time;

    /// <summary>One lane on a device where lanes do not count against cores, no warm-up runs to be told from real ones, no jitter.</summary>
    protected static PredictorOptions Options { get; } = new()
    {
        Placement = Placement.Parse("fake"),
        WarmUp = new() { BatchSizes = [] },
        Supervision = new() { Jitter = 0 },
    };

    protected SteppedTime Time { get; } = new();

    protected FakeSessionFactory Sessions { get; } = new();

    public virtual void Dispose()
    {
        Sessions.Script = null;
        Sessions.OnOpen = null;
        Sessions.ReleaseAll();
        foreach (var predictor in _predictors) predictor.Dispose();
        Until(() => Sessions.RunsNow == 0 && Sessions.OpenNow == 0); // lanes that were given up return by themselves
        Sessions.AssertAtRest();
        GC.SuppressFinalize(this);
    }

    protected Predictor Open(PredictorOptions? options = null, string model = "double.onnx")
    {
        var predictor = Predictor.Open(Sessions, Model(model), options ?? Options, Time).Value;
        _predictors.Add(predictor);
        return predictor;
    }

    protected static ModelSource Model(string name) => ModelSource.Memory(default, name);

    /// <summary>Float32 [rows,4], the rows beginning with <paramref name="first"/>, <paramref name="first"/> + 1, ...</summary>
    protected static Tensor Input(float first, int rows = 1)
    {
        var input = Tensor.Allocate(ElementType.Float32, [rows, 4]);
        input.Span<float>().Clear();
        for (var row = 0; row < rows; row++) input.Span<float>()[4 * row] = first + row;
        return input;
    }

    /// <summary>A request that occupies a lane until the test lets it go.</summary>
    protected async Task<(FakeRun Run, Task<Outcome<Prediction>> Outcome)> Occupy(Predictor predictor)
    {
        var script = Sessions.Script;
        Sessions.Script = _ => FakeBehaviour.Block;
        var before = Sessions.Blocked.Count;
        var outcome = predictor.PredictAsync(Input(1000));
        var run = (await OwnThread.Run(() => Sessions.WaitForBlocked(before + 1)))[^1];
        Sessions.Script = script;
        return (run, outcome);
    }

    /// <summary>Every run takes so long.</summary>
    protected void RunsTake(TimeSpan duration) => Sessions.Script = _ =>
    {
        Time.Advance(duration);
        return FakeBehaviour.Succeed;
    };

    /// <summary>What the predictions gave, disposed.</summary>
    protected static async Task<ErrorKind?[]> Ends(params Task<Outcome<Prediction>>[] predictions)
    {
        var outcomes = await Soon(Task.WhenAll(predictions));
        foreach (var outcome in outcomes)
        {
            if (outcome.Succeeded) outcome.Value.Dispose();
        }

        return [.. outcomes.Select(outcome => outcome.Failure?.Kind)];
    }

    /// <summary>Waits for another thread.</summary>
    protected static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "it did not come about");

    /// <summary>Waits for another thread.</summary>
    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience);
}
