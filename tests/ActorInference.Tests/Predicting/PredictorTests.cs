using ActorInference.TestKit;
using Xunit;

namespace ActorInference.Tests.Predicting;

public sealed class PredictorTests
{
    private readonly FakeSessionFactory _sessions = new();

    [Fact]
    public void Each_front_door_gives_each_request_its_own_result()
    {
        using (var predictor = Open(new() { Lanes = 2, Batch = new() { MaxSize = 4 } }))
        {
            using (var one = predictor.Predict(Input(3)).Value) Assert.Equal(7, one.Tensor.Span<float>()[0]);

            var batch = predictor.PredictBatch([.. Enumerable.Range(0, 100).Select(i => Input(i))]);
            for (var i = 0; i < batch.Length; i++)
            {
                using var prediction = batch[i].Value;
                Assert.Equal((2 * i) + 1, prediction["y"] is Tensor y ? y.Span<float>()[0] : -1);
            }
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task PredictAsync_gives_each_request_its_own_result()
    {
        await using (var predictor = Open(new() { Lanes = 2, Batch = new() { MaxSize = 4 } }))
        {
            var tasks = Enumerable.Range(0, 500).Select(i => predictor.PredictAsync(Input(i))).ToArray();
            var outcomes = await Task.WhenAll(tasks);
            for (var i = 0; i < outcomes.Length; i++)
            {
                using var prediction = outcomes[i].Value;
                Assert.Equal((2 * i) + 1, prediction.Tensor.Span<float>()[0]);
            }
        }

        _sessions.AssertAtRest();
    }

    private static Tensor Input(float value) => Tensor.From<float>([value, 0, 0, 0], [1, 4]);

    private Predictor Open(PredictorOptions options) => Predictor.Open(_sessions, ModelSource.Memory(default, "fake"), options).Value;
}
