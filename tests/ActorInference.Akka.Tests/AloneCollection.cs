namespace ActorInference.Akka.Tests;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class AloneCollection;
