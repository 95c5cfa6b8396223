namespace ActorInference.Tests.Predicting;

public sealed class CallInsideCallTests
{
    [Fact]
    public void Call_that_begins_inside_another_on_the_same_thread_takes_none_of_its_answers()
    {
        // On some threads waiting itself lets other work in; a clock that predicts does so at a known moment.
        var sessions = new FakeSessionFactory();
        var time = new BusyTime();
        using var predictor = Predictor.Open(sessions, ModelSource.Memory(default, "model"), new() { Placement = new([new DeviceId("fake")]) }, time).Value;
        var inner = default(Outcome<Prediction>);
        time.Once = () => inner = predictor.Predict(Tensor.From([1f, 0, 0, 0], [1, 4]));
        using var outer = predictor.Predict(Tensor.From([2f, 0, 0, 0], [1, 4])).Value;
        using var first = inner.Value;
        Assert.Equal((3, 5), (first.Tensor.Span<float>()[0], outer.Tensor.Span<float>()[0]));
    }

    private sealed class BusyTime : TimeProvider
    {
        private readonly Thread _thread = Thread.CurrentThread;

        public Action? Once { get; set; }

        public override long GetTimestamp()
        {
            if (Thread.CurrentThread == _thread && Once is { } once)
            {
                Once = null;
                once();
            }

            return base.GetTimestamp();
        }
    }
}
