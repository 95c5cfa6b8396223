namespace ActorInference.Tests;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class AloneCollection;
