namespace ActorInference.OnnxRuntime.Tests;

/// <summary>
/// A run of <see cref="EndlessModel"/>, whose output "started" is written in place, so that a test knows that the run is under way.
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
