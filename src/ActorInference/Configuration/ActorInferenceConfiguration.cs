using System.Diagnostics.CodeAnalysis;
using ActorInference.Configuration.Layers;

namespace ActorInference.Configuration;

/// <summary>
/// A configuration that was read and checked: command line over environment over file over <c>HOCON.conf</c>, which has every setting with its default. Immutable.
/// </summary>
public sealed class ActorInferenceConfiguration
{
    private const string Own = "actorinference";

    private readonly LayerRanks _ranks;

    internal ActorInferenceConfiguration(HoconObject root, ActorInferenceOptions options, LayerRanks ranks)
    {
        Root = root;
        Options = options;
        _ranks = ranks;
    }

    /// <summary>What it says of predictors and pipelines.</summary>
    public ActorInferenceOptions Options { get; }

    /// <summary>All layers in one, defaults included; sections that others read are there too.</summary>
    public HoconObject Root { get; }

    /// <summary>
    /// Reads a file with the environment over it; without a file, what <c>ACTORINFERENCE_CONFIG</c> names, if anything. A failure tells the first error by place and how many more
    /// there are; <see cref="TryLoad"/> gives all of them.
    /// </summary>
    public static Outcome<ActorInferenceConfiguration> Load(string? file = null, params IReadOnlyList<IConfigurationSection> sections) =>
        Load(new ConfigurationSources { File = file, Sections = sections });

    /// <summary>Reads what <paramref name="sources"/> say.</summary>
    public static Outcome<ActorInferenceConfiguration> Load(ConfigurationSources sources)
    {
        return TryLoad(sources, out var configuration, out var errors) ? configuration : HoconError.First(errors);
    }

    /// <summary>Reads what <paramref name="sources"/> say; <paramref name="errors"/> are all that is wrong, by file and line. Never throws for what is written in any of them.</summary>
    public static bool TryLoad(ConfigurationSources sources, [NotNullWhen(true)] out ActorInferenceConfiguration? configuration, out IReadOnlyList<HoconError> errors)
    {
        var loading = new ConfigurationLoading(sources);
        var isLoaded = loading.TryLoad(out configuration);
        errors = loading.Errors;
        return isLoaded;
    }

    /// <summary>What a section below <c>actorinference</c> says that another project reads. A failure only where <see cref="ConfigurationSources.Sections"/> did not have it.</summary>
    public Outcome<T> Get<T>(ConfigurationSection<T> section)
    {
        var reader = new HoconReader(Root);
        var found = reader.Below(Own)?.Below(section.Name) ?? new HoconReader(HoconDocument.Parse("", BuiltInDefaults.Name).Value);
        var value = section.Read(found);
        return found.Finish() is { } failure ? failure : value;
    }

    /// <summary>Every setting below <c>actorinference</c> as it is in the end. Of named predictors and pipelines, what they say themselves.</summary>
    public IEnumerable<EffectiveSetting> Settings() => Root.TryGetField(Own, out var own) ? Leaves(Own, own) : [];

    /// <summary>The setting with this key, such as <c>actorinference.predictor.lanes</c>; null when there is none.</summary>
    public EffectiveSetting? Find(string key) => Settings().FirstOrDefault(setting => setting.Key == key);

    private IEnumerable<EffectiveSetting> Leaves(string key, HoconField field) => field.Value is HoconObject { Fields.Count: > 0 } section
        ? section.Fields.SelectMany(inner => Leaves($"{key}.{HoconWriter.WriteKey(inner.Key)}", inner))
        : [new(key, field.Value, field.Position, _ranks.IsDefault(field.Position))];
}
