using Xunit;

namespace ActorInference.TestKit;

/// <summary>
/// What tests over fake sessions have in common: sessions that do what the test says, time that it steps, inputs from a pool of its own. In the end everything that was opened is
/// closed, every input is given back, and nobody broke the contract of sessions.
/// </summary>
public abstract class SessionTest : IDisposable
{
    private readonly TensorPool _pool = new();

    protected SessionTest() => Sessions.Time = Time;

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
        Sessions.OnClose = null;
        Sessions.ReleaseAll();
        Close();
        Until(() => Sessions.RunsNow == 0 && Sessions.OpenNow == 0 && _pool.RentedCount == 0); // lanes that were given up return by themselves
        Sessions.AssertAtRest();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the test has opened.</summary>
    protected abstract void Close();

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

    /// <summary>A request that occupies a lane until the test lets it go; the script must block it.</summary>
    protected async Task<(FakeRun Run, Task<Outcome<Prediction>> Outcome)> Occupy(IPredictor predictor, float first = 1000)
    {
        var before = Sessions.Blocked.Count;
        var outcome = predictor.PredictAsync([new(predictor.Signature.Inputs[0].Name, Input(first))]);
        var run = (await OwnThread.Run(() => Sessions.WaitForBlocked(before + 1)))[^1];
        return (run, outcome);
    }

    /// <summary>Waits for another thread.</summary>
    protected static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience.Limit), "it did not come about");

    /// <summary>Waits for another thread.</summary>
    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience.Limit);

    /// <summary>Waits for another thread.</summary>
    protected static Task Soon(Task task) => task.WaitAsync(Patience.Limit);
}
