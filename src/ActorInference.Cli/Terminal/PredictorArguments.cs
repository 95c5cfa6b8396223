using System.CommandLine;
using ActorInference.Configuration;

namespace ActorInference.Cli.Terminal;

/// <summary>The argument and options of the commands that predict.</summary>
internal sealed class PredictorArguments
{
    public Argument<string> Model { get; } = new("model") { Description = "The ONNX file." };

    private readonly Option<string?> _device = new("--device")
    {
        Description = "Where to run: cpu, webgpu, cuda:0, ... ('actorinfer devices' lists them). Several in order of preference: 'cuda:0, cpu'; "
            + "several at the same time: cuda:0+cuda:1. There is no silent fallback. Default: cpu.",
    };

    private readonly Option<int?> _lanes = new("--lanes") { Description = "Runs side by side on each device, 1 or more. Lanes times threads are never more than the cores. Default: planned, and said." };

    private readonly Option<int?> _threads = new("--threads") { Description = "Threads inside one run; 0 means all cores, shared out among the lanes. Default: planned, and said." };

    private readonly Option<int?> _batch = new("--batch") { Description = "Items that may share one run at most, 1 to 65536, where the model takes several and they are of one shape. Default: 1." };

    private readonly Option<string?> _within = new("--within") { Description = "How long an item may be kept waiting for others to share its run, such as 5ms or 1s, up to 1m. Default: 0." };

    private readonly Option<string?> _config = CommandConfiguration.CreateOption();

    /// <summary>Adds the argument and the options to <paramref name="command"/>.</summary>
    public PredictorArguments AddTo(Command command)
    {
        command.Add(Model);
        foreach (var option in new Option[] { _device, _lanes, _threads, _batch, _within, _config }) command.Add(option);
        return this;
    }

    /// <summary>Whether a time to wait for company was said.</summary>
    public bool SaysWithin(ParseResult parsed) => parsed.GetValue(_within) is not null;

    /// <summary>The configuration with what was said over it, and <paramref name="more"/>; throws for what means nothing.</summary>
    public ActorInferenceConfiguration Load(ParseResult parsed, params IReadOnlyList<ConfigurationSetting> more)
    {
        var file = parsed.GetValue(_config);
        var settings = Settings(parsed, more);
        if (parsed.GetValue(_threads) is not { } threads) return CommandConfiguration.Load(file, settings);
        if (threads == 0) threads = Math.Max(1, Environment.ProcessorCount / (CommandConfiguration.Load(file, [.. settings, Threads(1)]).Options.Predictor.Lanes ?? 1));
        return CommandConfiguration.Load(file, [.. settings, Threads(threads)]);
    }

    private List<ConfigurationSetting> Settings(ParseResult parsed, IReadOnlyList<ConfigurationSetting> more)
    {
        var settings = new List<ConfigurationSetting>(more);
        if (parsed.GetValue(_lanes) is { } lanes) settings.Add(lanes < 1 ? throw Invalid($"--lanes must be 1 or more, not {lanes}.") : Setting("lanes", $"{lanes}", _lanes));
        if (parsed.GetValue(_threads) is < 0 and var threads) throw Invalid($"--threads must be 0 or more, not {threads}.");
        if (parsed.GetValue(_batch) is { } batch) settings.Add(batch is < 1 or > 65_536 ? throw Invalid($"--batch must be 1 to 65536, not {batch}.") : Setting("batch.max-size", $"{batch}", _batch));
        if (parsed.GetValue(_device) is { } device) settings.Add(Setting("device", Device(device), _device));
        if (parsed.GetValue(_within) is { } within) settings.Add(Setting("batch.within", Within(within), _within));
        return settings;
    }

    private ConfigurationSetting Threads(int threads) => Setting("threads-per-lane", $"{threads}", _threads);

    private static ConfigurationSetting Setting(string key, string value, Option option) => new($"actorinference.predictor.{key}", value, option.Name);

    private static string Device(string text)
    {
        try
        {
            return Placement.Parse(text).ToString();
        }
        catch (FormatException problem)
        {
            throw Invalid($"--device: {problem.Message}");
        }
    }

    private static string Within(string text) =>
        HoconUnits.TryDuration(text, out var within) && within >= TimeSpan.Zero && within <= TimeSpan.FromMinutes(1)
            ? text
            : throw Invalid($"--within must be a duration from 0 to 1 minute, such as 5ms or 1s, not '{text}'.");

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
