namespace ActorInference.Tests.Formats;

/// <summary>Tests that count what is rented from the process's own pool: nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedPoolCollection
{
    public const string Name = "counts the shared pool";
}
