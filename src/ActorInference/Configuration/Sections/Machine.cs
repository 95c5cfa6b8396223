namespace ActorInference.Configuration.Sections;

/// <summary>What settings are measured against.</summary>
/// <param name="Cores">The cores that may be used.</param>
/// <param name="Memory">The bytes of memory that may be used.</param>
internal sealed record Machine(int Cores, long Memory);
