using System.Diagnostics.CodeAnalysis;
using ActorInference.Configuration.Sections;

namespace ActorInference.Configuration.Layers;

/// <summary>Puts the layers over each other and reads what comes out. Used once; collects all that is wrong.</summary>
internal sealed class ConfigurationLoading(ConfigurationSources sources)
{
    private readonly List<HoconError> _errors = [];
    private readonly LayerRanks _ranks = new(sources.Defaults.Select(setting => setting.Origin).ToHashSet());

    /// <summary>What was wrong, by place, each thing once.</summary>
    public IReadOnlyList<HoconError> Errors => [.. _errors.Distinct().OrderBy(error => (error.File, error.Line, error.Column))];

    public bool TryLoad([NotNullWhen(true)] out ActorInferenceConfiguration? configuration)
    {
        configuration = null;
        if (!TryReadFile(out var file) || !TryMerge(file, [], out var merged)) return false;

        // A second time with what goes over the file: only now it is known which predictors and pipelines have variables.
        List<ConfigurationSetting> over = [.. EnvironmentLayer.Read(sources.Environment, merged, _errors), .. sources.Settings];
        if (over.Count > 0 && !TryMerge(file, over, out merged)) return false;
        var options = Read(merged);
        if (_errors.Count == 0) configuration = new(merged, options, _ranks);
        return configuration is not null;
    }

    private bool TryReadFile(out (string Name, string Text)? file)
    {
        file = null;
        var named = sources.Environment.GetValueOrDefault(ConfigurationSources.FileVariable) is { Length: > 0 } variable ? variable : null;
        if ((sources.File ?? named) is not { } path) return true;
        if (path.Length == 0) return Fail(new("--config", 0, 0), "the name of the configuration file is empty");
        if (!sources.ReadFile(path).TryGet(out var text, out var failure)) return Fail(new(path, 0, 0), Strip(failure.Message, path));
        if (text is null) return Fail(new(path, 0, 0), sources.File is null ? $"there is no such file, and {ConfigurationSources.FileVariable} names it" : "there is no such file");
        file = (path, text);
        return true;
    }

    // Messages of files begin with the file's name, as messages of places do.
    private static string Strip(string message, string path) => message.StartsWith($"{path}: ", StringComparison.Ordinal) ? message[(path.Length + 2)..] : message;

    private bool TryMerge((string Name, string Text)? file, IReadOnlyList<ConfigurationSetting> settings, [NotNullWhen(true)] out HoconObject? merged)
    {
        var layers = new HoconLayers(new HoconOptions { Environment = name => sources.Environment.GetValueOrDefault(name), ReadFile = sources.ReadFile });
        var before = _errors.Count;
        Note(layers.Add(BuiltInDefaults.Text, BuiltInDefaults.Name));
        foreach (var setting in sources.Defaults) Note(layers.Add(setting));
        if (file is var (name, text)) Note(layers.Add(text, name));
        foreach (var setting in settings) Note(layers.Add(setting));
        merged = null;
        if (_errors.Count > before) return false;
        if (layers.TryResolve(out merged, out var error)) return true;
        Note(error);
        return false;
    }

    private ActorInferenceOptions Read(HoconObject merged)
    {
        var root = new HoconReader(merged) { Ranks = _ranks };
        foreach (var section in BuiltInDefaults.Root.Fields) root.Object(section.Key);
        foreach (var section in sources.OtherSections) root.Leave(section);

        var machine = new Machine(sources.Cores, sources.Memory);
        var own = root.Below("actorinference");
        var options = own is null ? new() : ReadOwn(own, machine);
        root.Finish();
        _errors.AddRange(root.Errors);
        return own is null ? options : new NamedSections(merged, machine, _ranks, _errors).Over(options);
    }

    private ActorInferenceOptions ReadOwn(HoconReader own, Machine machine)
    {
        foreach (var section in BuiltInDefaults.Own.Fields) own.Object(section.Key);
        foreach (var section in sources.Sections)
        {
            if (own.Below(section.Name) is { } reader) section.Check(reader);
        }

        return new()
        {
            Predictor = own.Below("predictor") is { } predictor ? PredictorSection.Read(predictor, machine) : new(),
            Pipeline = own.Below("pipeline") is { } pipeline ? PipelineSection.Read(pipeline, machine) : new(),
        };
    }

    private void Note(HoconError? error)
    {
        if (error is not null) _errors.Add(error);
    }

    private bool Fail(HoconPosition position, string message)
    {
        _errors.Add(new(position, message));
        return false;
    }
}
