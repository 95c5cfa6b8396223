namespace ActorInference.Cli.Running;

/// <summary>What became of one file.</summary>
/// <param name="Input">The file.</param>
/// <param name="Output">Where its result was to go.</param>
/// <param name="Failure">Why there is no result; null when there is one.</param>
internal sealed record RunResult(string Input, string Output, Failure? Failure);
