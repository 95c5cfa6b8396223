using ActorInference.Configuration.Resolution;
using ActorInference.Configuration.Sections;

namespace ActorInference.Configuration.Layers;

/// <summary>Reads predictors and pipelines by name: each has what all have, and its own over that.</summary>
internal sealed class NamedSections(HoconObject merged, Machine machine, LayerRanks ranks, List<HoconError> errors)
{
    /// <summary>Names are keys of services, of metrics and of environment variables; longer ones would also make messages of their length.</summary>
    public const int LongestName = 64;

    private readonly Joiner _joiner = new();

    // What is wrong with all of them has been told once.
    private readonly HashSet<HoconPosition> _told = [.. errors.Select(error => error.Position)];

    public ActorInferenceOptions Over(ActorInferenceOptions options) => options with
    {
        Predictors = Read("predictors", "predictor", ReadPredictor),
        Pipelines = Read("pipelines", "pipeline", reader => PipelineSection.Read(reader, machine)),
    };

    private Dictionary<string, T> Read<T>(string section, string pattern, Func<HoconReader, T> read)
    {
        var named = new Dictionary<string, T>();
        if (Find(section) is not { } all) return named;
        foreach (var (name, position, value) in all.Fields)
        {
            var key = $"actorinference.{section}.{(name.Length <= LongestName ? HoconWriter.WriteKey(name) : "...")}";
            if (name.Length is 0 or > LongestName) Tell(position, $"a name in actorinference.{section} has 1 to {LongestName} characters, not {name.Length}");
            else if (value is not HoconObject own) Tell(value.Position, $"{key} must be an object; write {HoconWriter.WriteKey(name)} {{ ... }}");
            else if (_joiner.Merge(Find(pattern) ?? own, own) is { Value: HoconObject whole } joined) named[name] = Read(whole, key, read);
            else Tell(position, "this configuration is too large");
        }

        return named;
    }

    private T Read<T>(HoconObject section, string key, Func<HoconReader, T> read)
    {
        var reader = new HoconReader(section, $"{key}.") { Ranks = ranks };
        var options = read(reader);
        reader.Finish();
        errors.AddRange(reader.Errors.Where(error => !_told.Contains(error.Position)));
        return options;
    }

    private HostedPredictorOptions ReadPredictor(HoconReader reader)
    {
        var model = reader.Text("model");
        if (string.IsNullOrWhiteSpace(model)) reader.Refuse("model", "is missing; write the name of the ONNX file");
        return new(PathOf(reader.Section, model ?? ""), PredictorSection.Read(reader, machine)) { Required = reader.Flag("required", true) };
    }

    // Beside the file that names it.
    private static string PathOf(HoconObject section, string model) =>
        section.TryGetField("model", out var field) && field.Value.Position is { Line: > 0, File: var file } ? Path.Combine(Path.GetDirectoryName(file) ?? "", model) : model;

    private HoconObject? Find(string section) => merged.TryGet($"actorinference.{section}", out var value) ? value as HoconObject : null;

    private void Tell(HoconPosition position, string message) => errors.Add(new(position, message));
}
