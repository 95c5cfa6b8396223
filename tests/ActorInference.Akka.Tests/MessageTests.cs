namespace ActorInference.Akka.Tests;

public sealed class MessageTests
{
    [Fact]
    public void Lent_inputs_stay_the_senders()
    {
        var pool = new TensorPool();
        using var input = Tensor.Allocate(ElementType.Float32, [1, 4], pool);
        var request = new PredictRequest(Guid.NewGuid(), [new("x", input)], new());
        request.Release();
        Assert.Equal(1, pool.RentedCount);
    }
}
