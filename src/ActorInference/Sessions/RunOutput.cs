namespace ActorInference;

/// <summary>An output wanted from one <c>Run</c>.</summary>
/// <param name="Name">The output's name in the signature.</param>
/// <param name="Value">
/// Before: null, or a numeric tensor of the caller's whose type and shape are exactly those that will come out, to be written in place.
/// After: the result, which the caller owns; null for an optional that is absent.
/// </param>
public record struct RunOutput(string Name, Value? Value = null);
