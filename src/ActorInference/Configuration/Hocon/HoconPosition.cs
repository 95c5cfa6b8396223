namespace ActorInference.Configuration;

/// <summary>A place in a configuration file. Lines and columns begin at 1; a column is a UTF-16 unit, as editors count for most text.</summary>
public readonly record struct HoconPosition(string File, int Line, int Column)
{
    /// <summary><c>HOCON.conf:12:7</c>, which editors and terminals understand.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
