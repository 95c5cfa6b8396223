namespace ActorInference.Configuration;

/// <summary>A setting as it is in the end.</summary>
/// <param name="Key">The whole key: <c>actorinference.predictor.batch.max-size</c>.</param>
/// <param name="Value">The value, shares and units as they are written.</param>
/// <param name="Position">Where its key is written.</param>
/// <param name="IsDefault">Whether that is among the defaults.</param>
public sealed record EffectiveSetting(string Key, HoconValue Value, HoconPosition Position, bool IsDefault)
{
    /// <summary><c>actorinference.predictor.batch.max-size = 8</c>, as HOCON.</summary>
    public override string ToString() => $"{Key} = {HoconWriter.Write(Value)}";
}
