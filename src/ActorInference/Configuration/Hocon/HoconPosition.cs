namespace ActorInference.Configuration;

/// <summary>
/// A place in a configuration file. Lines and columns begin at 1; a column is a UTF-16 unit, as editors count for most text. Line 0 means that <paramref name="File"/> is no file, but what else
/// gave a value as a whole: an environment variable, an option on a command line.
/// </summary>
public readonly record struct HoconPosition(string File, int Line, int Column)
{
    /// <summary><c>HOCON.conf:12:7</c>, which editors and terminals understand; without a line, the name alone.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
