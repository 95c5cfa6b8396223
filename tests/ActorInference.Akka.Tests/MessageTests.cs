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

    [Fact]
    public void Request_without_inputs_options_or_the_name_of_an_input_is_a_mistake_where_it_is_made()
    {
        Assert.Throws<ArgumentNullException>("inputs", () => new PredictRequest(Guid.NewGuid(), null!, new()));
        Assert.Throws<ArgumentNullException>("options", () => new PredictRequest(Guid.NewGuid(), [], null!));
        Assert.Throws<ArgumentException>("inputs", () => new PredictRequest(Guid.NewGuid(), [default], new()));
    }
}
