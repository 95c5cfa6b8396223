namespace ActorInference.Configuration.Layers;

/// <summary>
/// Settings from environment variables. Each leaf of <c>HOCON.conf</c> has one, and each leaf of a named predictor or pipeline: upper case, with <c>_</c> for dots and hyphens.
/// </summary>
internal static class EnvironmentLayer
{
    private const string Prefix = ConfigurationSources.VariablePrefix;

    /// <summary>
    /// The settings that are there. Variables that begin with a section's name and mean nothing are errors; others with the prefix belong to somebody else.
    /// </summary>
    /// <param name="environment">The variables.</param>
    /// <param name="configuration">What the layers below say: its predictors and pipelines have variables too.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public static List<ConfigurationSetting> Read(IReadOnlyDictionary<string, string> environment, HoconObject configuration, List<HoconError> errors)
    {
        var settings = new List<ConfigurationSetting>();
        var ours = environment.Where(variable => variable.Value.Length > 0 && variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && NamesSection(variable.Key[Prefix.Length..])).ToList();
        if (ours.Count == 0) return settings;

        var known = Known(configuration);
        foreach (var (name, value) in ours.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            var origin = $"environment variable {name}";
            if (known.TryGetValue(name[Prefix.Length..], out var key))
            {
                settings.Add(new(key, value, origin));
                continue;
            }

            var hint = NearestKey.Of(name[Prefix.Length..], known.Keys) is { } nearest ? $"; did you mean {Prefix}{nearest}?" : "; 'actorinfer config show' lists the settings, and each has a variable";
            errors.Add(new(new HoconPosition(origin, 0, 0), $"it sets nothing that there is{hint}"));
        }

        return settings;
    }

    /// <summary>The variable of a key below <c>actorinference</c>, without its prefix.</summary>
    public static string NameOf(IEnumerable<string> path) => string.Join('_', path.Select(part => string.Concat(part.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'))));

    private static bool NamesSection(string rest) =>
        BuiltInDefaults.Own.Fields.Select(field => NameOf([field.Key])).Any(section => rest == section || rest.StartsWith(section + "_", StringComparison.Ordinal));

    private static Dictionary<string, string> Known(HoconObject configuration)
    {
        var known = new Dictionary<string, string>();
        foreach (var section in BuiltInDefaults.Own.Fields) AddLeaves(known, section.Value, [section.Key]);
        AddNamed(known, configuration, "predictors", "predictor", "model", "required");
        AddNamed(known, configuration, "pipelines", "pipeline");
        return known;
    }

    private static void AddNamed(Dictionary<string, string> known, HoconObject configuration, string section, string pattern, params string[] more)
    {
        if (!configuration.TryGet($"actorinference.{section}", out var named) || named is not HoconObject all) return;
        BuiltInDefaults.Own.TryGet(pattern, out var leaves);
        foreach (var name in all.Fields.Select(field => field.Key).Where(name => name.Length <= NamedSections.LongestName))
        {
            AddLeaves(known, leaves!, [section, name]);
            foreach (var key in more) Add(known, [section, name, key]);
        }
    }

    private static void AddLeaves(Dictionary<string, string> known, HoconValue value, string[] path)
    {
        if (value is HoconObject { Fields.Count: > 0 } section)
        {
            foreach (var field in section.Fields) AddLeaves(known, field.Value, [.. path, field.Key]);
        }
        else
        {
            Add(known, path);
        }
    }

    // Of two names that differ in nothing but punctuation the first has the variable.
    private static void Add(Dictionary<string, string> known, string[] path) => known.TryAdd(NameOf(path), string.Join('.', path.Prepend("actorinference").Select(HoconWriter.WriteKey)));
}
