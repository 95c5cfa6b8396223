namespace ActorInference;

/// <summary>A session at one moment.</summary>
/// <param name="State">How it is.</param>
/// <param name="Lanes">Lanes that use it.</param>
/// <param name="WarmUp">The runs made before it was ready, in words; says so where there were none, and why.</param>
public sealed record SessionSnapshot(HealthState State, int Lanes, string WarmUp)
{
    /// <summary><c>ready, lanes: 2, warm-up: [1,3,224,224]</c>.</summary>
    public override string ToString() => $"{State.ToString().ToLowerInvariant()}, lanes: {Lanes}{(WarmUp.Length > 0 ? $", warm-up: {WarmUp}" : "")}";
}
