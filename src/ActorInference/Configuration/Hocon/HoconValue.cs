namespace ActorInference.Configuration;

/// <summary>A value of a configuration with all substitutions done: a <see cref="HoconScalar"/>, <see cref="HoconArray"/> or <see cref="HoconObject"/>. Immutable.</summary>
public abstract class HoconValue
{
    private protected HoconValue(HoconPosition position, int depth)
    {
        Position = position;
        Depth = depth;
    }

    /// <summary>Where the value is written; for one that came through a substitution, where its original is.</summary>
    public HoconPosition Position { get; }

    /// <summary>How many arrays and objects lie inside each other from here on; bounded, so that recursion over values is safe.</summary>
    internal int Depth { get; }

    /// <summary>What messages call this kind of value.</summary>
    internal abstract string Kind { get; }
}
