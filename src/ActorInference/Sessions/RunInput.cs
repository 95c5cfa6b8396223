namespace ActorInference;

/// <summary>An input for one <c>Run</c>. The value is borrowed until <c>Run</c> returns.</summary>
/// <param name="Name">The input's name in the signature.</param>
/// <param name="Value">The value; stays the caller's.</param>
public readonly record struct RunInput(string Name, Value Value);
