namespace ActorInference.Configuration;

/// <summary>One setting that no file holds.</summary>
/// <param name="Key">The whole key: <c>actorinference.predictor.batch.max-size</c>.</param>
/// <param name="Value">The value as a text; one that begins with <c>[</c> or <c>{</c> is read as HOCON, and <c>null</c> is null.</param>
/// <param name="Origin">What messages call the place it comes from: <c>--batch</c>, <c>environment variable X</c>.</param>
public sealed record ConfigurationSetting(string Key, string Value, string Origin);
