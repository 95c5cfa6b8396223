namespace ActorInference.Tests.Predicting;

public sealed class PredictorTests : PredictorTest
{
    private static PredictorOptions Batches { get; } = Options with { Lanes = 2, Batch = new() { MaxSize = 4 } };

    [Fact]
    public void Predict_gives_its_result_by_place_and_by_name()
    {
        using var prediction = Open(Batches).Predict(Input(3)).Value;
        Assert.Equal(["y"], prediction.Names);
        Assert.Equal(7, prediction.Tensor.Span<float>()[0]);
        Assert.Same(prediction.Tensor, prediction["y"]);
    }

    [Fact]
    public void PredictBatch_gives_each_request_its_own_result()
    {
        var outcomes = Open(Batches).PredictBatch([.. Enumerable.Range(0, 100).Select(i => Input(i))]);
        for (var i = 0; i < 100; i++) AssertIs(i, outcomes[i]);
    }

    [Fact]
    public async Task PredictAsync_gives_each_request_its_own_result()
    {
        var predictor = Open(Batches);
        var outcomes = await Soon(Task.WhenAll(Enumerable.Range(0, 500).Select(i => predictor.PredictAsync(Input(i)))));
        for (var i = 0; i < 500; i++) AssertIs(i, outcomes[i]);
    }
}
