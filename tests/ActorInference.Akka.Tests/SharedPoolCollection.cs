namespace ActorInference.Akka.Tests;

/// <summary>Tests that count what is rented from <see cref="TensorPool.Shared"/> run one by one, apart from others that rent from it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class SharedPoolCollection
{
    public const string Name = "shared pool";
}
