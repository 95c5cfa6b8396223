using System.Collections;

namespace ActorInference.Configuration;

/// <summary>
/// What a configuration is made of: layers, of which each goes over those before it. The lowest is <c>HOCON.conf</c>, which the library brings; then come <see cref="Defaults"/>,
/// the file, the environment and <see cref="Settings"/>.
/// </summary>
public sealed record ConfigurationSources
{
    /// <summary>What environment variables that are settings begin with.</summary>
    public const string VariablePrefix = "ACTORINFERENCE_";

    /// <summary>The environment variable that names the file where <see cref="File"/> does not.</summary>
    public const string FileVariable = VariablePrefix + "CONFIG";

    /// <summary>The file; null, the default, means what <see cref="FileVariable"/> names, else none.</summary>
    public string? File { get; init; }

    /// <summary>Settings over <c>HOCON.conf</c> and below the file: what suits the program that asks. They count as defaults. Default: none.</summary>
    public IReadOnlyList<ConfigurationSetting> Defaults { get; init; } = [];

    /// <summary>
    /// Environment variables by name: <c>ACTORINFERENCE_PREDICTOR_BATCH_MAX_SIZE</c> sets <c>actorinference.predictor.batch.max-size</c>, and substitutions (<c>${HOME}</c>) find theirs here.
    /// One that is empty counts as not set. Default: those of the process.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = OfProcess();

    /// <summary>Settings over everything else, such as those of a command line; later ones go over earlier ones. Default: none.</summary>
    public IReadOnlyList<ConfigurationSetting> Settings { get; init; } = [];

    /// <summary>Sections that other projects read, so that what is wrong in them is found too. Default: none.</summary>
    public IReadOnlyList<IConfigurationSection> Sections { get; init; } = [];

    /// <summary>Names of sections at the root that are the application's own and not looked into; others that <c>HOCON.conf</c> does not have are errors. Default: none.</summary>
    public IReadOnlyList<string> OtherSections { get; init; } = [];

    /// <summary>The cores that lanes times threads may not exceed, 1 or more. Default: those that this process may use.</summary>
    public int Cores { get; init; } = System.Environment.ProcessorCount;

    /// <summary>The bytes of memory that shares such as <c>25%</c> are of. Default: what this process may use.</summary>
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Reads a file, as <see cref="HoconOptions.ReadFile"/> does. Default: from disk.</summary>
    public Func<string, Outcome<string?>> ReadFile { get; init; } = HoconOptions.Default.ReadFile;

    private static Dictionary<string, string> OfProcess()
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables()) variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
