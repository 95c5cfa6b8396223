namespace ActorInference.Tests.Batching;

public sealed class BatchTerminationTests
{
    [Fact]
    public void Session_that_cannot_pass_the_word_on_does_not_harm_who_gives_up()
    {
        var signature = FakeSignature.Of(["x: float32 [N,4]"], ["y: float32 [N,4]"]);
        using var runner = new BatchRunner(BatchLayout.Of(signature), ["y"]);
        using var item = TestItem.Of(1, 2, 3, 4);
        var policy = new TestPolicy();
        var run = runner.Begin();
        using var session = new CutOffSession(signature, () => runner.Terminate(run));
        runner.Run(session, [item], policy);
        Assert.Equal("it went on to its end", policy.Ends[item]?.Message);
    }

    private sealed class CutOffSession(ModelSignature signature, Action terminate) : ISession
    {
        public ModelSignature Signature => signature;

        public ModelMetadata Metadata => throw new NotSupportedException();

        public DeviceId Device => DeviceId.Cpu;

        public bool AllowsConcurrentRuns => false;

        public Failure? Run(ReadOnlySpan<RunInput> inputs, Span<RunOutput> outputs, CancellationToken token = default)
        {
            using var registration = token.Register(() => throw new InvalidOperationException("the wire is cut"));
            terminate();
            Assert.True(token.IsCancellationRequested);
            return new(ErrorKind.Cancelled, "it went on to its end");
        }

        public void Dispose()
        {
        }
    }
}
