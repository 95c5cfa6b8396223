namespace ActorInference.OnnxRuntime.Tests;

/// <summary>
/// A model that runs for ever, in steps of a few microseconds: a loop whose condition stays true. Before the loop it writes its
/// output "started", in place, so that a test knows that the run is under way.
/// </summary>
internal sealed class LongRun : IDisposable
{
    private const int Width = 256;
    private readonly Tensor _started = Tensor.From(new float[Width], [Width]);

    public LongRun(TensorPool? pool = null)
    {
        Input = Tensor.Allocate(ElementType.Float32, [Width], pool);
        Input.Span<float>().Fill(1f);
    }

    public Tensor Input { get; }

    public static TestModel Model()
    {
        var body = new TestModel()
            .Input("i", "int64 []").Input("condition", "bool []").Input("carried", "float32 [256]")
            .Output("go_on", "bool []").Output("next", "float32 [256]")
            .Node("Identity", ["condition"], ["go_on"]).Node("Neg", ["carried"], ["next"]);
        return new TestModel().Input("x", "float32 [256]").Output("started", "float32 [256]").Output("y", "float32 [256]")
            .Initializer("count", [long.MaxValue]).Initializer("true", true)
            .Node("Neg", ["x"], ["started"])
            .Node("Loop", ["count", "true", "started"], ["y"], ("body", body));
    }

    public Failure? Run(ISession session, CancellationToken cancel, params RunInput[] others) =>
        session.Run([new("x", Input), .. others], [new RunOutput("started", _started), new RunOutput("y")], cancel);

    /// <summary>Returns once the run is inside the model.</summary>
    public void WaitUntilStarted() =>
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _started.Span<float>()[0]) != 0, TimeSpan.FromSeconds(60)), "the run did not start");

    public void Dispose()
    {
        Input.Dispose();
        _started.Dispose();
    }
}
