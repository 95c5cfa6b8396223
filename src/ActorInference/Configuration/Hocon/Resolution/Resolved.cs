namespace ActorInference.Configuration.Resolution;

/// <summary>What became of a value: the value, an error, or (neither) nothing, which optional substitutions may give.</summary>
internal readonly record struct Resolved(HoconValue? Value, HoconError? Error)
{
    public static Resolved Nothing => default;

    public bool IsNothing => Value is null && Error is null;

    public static implicit operator Resolved(HoconValue value) => new(value, null);

    public static Resolved Wrong(HoconPosition position, string message) => new(null, new HoconError(position, message));
}
