namespace ActorInference.Video.Tests;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class AloneCollection;
