namespace ActorInference;

/// <summary>A session at one moment.</summary>
/// <param name="State">How it is.</param>
/// <param name="Lanes">Lanes that use it.</param>
/// <param name="WarmUp">The runs made before it was ready, in words; says so where there were none, and why.</param>
public sealed record SessionSnapshot(HealthState State, int Lanes, string WarmUp);
