using System.CommandLine;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;

namespace ActorInference.Cli.Running;

/// <summary>The options that say how a stream is run.</summary>
internal sealed class StreamArguments
{
    private const string ModeKey = "actorinference.pipeline.mode";

    private readonly Option<string?> _mode = new("--mode")
    {
        Description = "sync: one item after the other. batch: groups of --batch items (default 4) are offered to the model together. async, the default: every lane and core at work.",
    };

    private readonly Option<int?> _parallelism = new("--parallelism") { Description = "Predictions under way or waiting for a lane at once, 1 or more. Default: twice what all lanes run." };

    private readonly Option<bool> _ordered = new("--ordered") { Description = "Results in the order of the inputs; the default." };

    private readonly Option<bool> _unordered = new("--unordered") { Description = "Results as they are done: a slow item holds nobody up." };

    private readonly Option<string?> _overflow = new("--overflow")
    {
        Description = "What happens to items that come faster than they are done: backpressure (the source waits), drop-newest, drop-oldest, latest-only or fail. Default: latest-only for live sources, else backpressure.",
    };

    public Option<int> Every { get; } = new("--every") { Description = "Take every nth item or frame only, 1 or more.", DefaultValueFactory = _ => 1 };

    private readonly Option<int?> _maxInFlight = new("--max-in-flight") { Description = "Items between reading and writing at most, 1 or more. Default: what lanes and cores work on at once, and as much again for the lanes." };

    private readonly Option<string?> _memory = new("--memory") { Description = "Bytes between reading and writing at most, such as 512MiB; one item is always let in. Default: a quarter of the memory." };

    private readonly Option<bool> _failFast = new("--fail-fast") { Description = "End with the first item that fails." };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on where an interrupted run stopped: pictures and videos that are there are left alone, an unfinished video goes on behind its last finished part, with the same model and options." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _mode, _parallelism, _ordered, _unordered, _overflow, Every, _maxInFlight, _memory, _failFast, _resume }) command.Add(option);
    }

    /// <summary>What of it goes into the configuration, because other settings begin with it; throws for what means nothing.</summary>
    public IReadOnlyList<ConfigurationSetting> Settings(ParseResult parsed)
    {
        if (parsed.GetValue(_mode) is not { } mode) return [];
        if (mode is not ("sync" or "batch" or "async")) throw Invalid($"--mode must be sync, batch or async, not '{mode}'.");
        return [new(ModeKey, mode, _mode.Name)];
    }

    /// <summary>How the stream is run: what was said over what <paramref name="configuration"/> says; throws for what means nothing.</summary>
    public StreamOptions Settings(ParseResult parsed, ActorInferenceConfiguration configuration)
    {
        if (parsed.GetValue(_ordered) && parsed.GetValue(_unordered)) throw Invalid("--ordered and --unordered exclude each other.");
        var mode = configuration.Find(ModeKey) is { Value: HoconScalar { IsNull: false } said } ? said.Text : "async";
        var options = configuration.Options.Pipeline;
        var predictor = CommandPredictor.Options(configuration, mode == "sync" ? ThreadGoal.Latency : ThreadGoal.Throughput);
        if (mode == "batch") (options, predictor) = Grouped(configuration, options, predictor);
        if (Positive(parsed, _maxInFlight) is { } most) options = options with { MaxItemsInFlight = most };
        return new(
            mode,
            options with
            {
                Ordered = !parsed.GetValue(_unordered) && (parsed.GetValue(_ordered) || options.Ordered),
                FailFast = parsed.GetValue(_failFast) || options.FailFast,
                MaxBytesInFlight = Memory(parsed) ?? options.MaxBytesInFlight,
            },
            predictor,
            Positive(parsed, _parallelism),
            Overflow(parsed),
            Positive(parsed, Every)!.Value,
            parsed.GetValue(_resume));
    }

    // In batch mode the group is what waits for company; once it is offered, nobody waits again.
    private static (PipelineOptions Options, PredictorOptions Predictor) Grouped(ActorInferenceConfiguration configuration, PipelineOptions options, PredictorOptions predictor)
    {
        var batch = predictor.Batch;
        if (batch.MaxSize == 1) batch = batch with { MaxSize = options.GroupSize };
        if (!configuration.Says("actorinference.pipeline.group-size")) options = options with { GroupSize = batch.MaxSize };
        if (batch.Within > TimeSpan.Zero) options = options with { GroupWithin = batch.Within };
        return (options, predictor with { Batch = batch with { Within = TimeSpan.Zero } });
    }

    private Overflow? Overflow(ParseResult parsed) => parsed.GetValue(_overflow) switch
    {
        null => null,
        "backpressure" => ActorInference.Overflow.Backpressure,
        "drop-newest" => ActorInference.Overflow.DropNewest,
        "drop-oldest" => ActorInference.Overflow.DropOldest,
        "latest-only" => ActorInference.Overflow.LatestOnly,
        "fail" => ActorInference.Overflow.Fail,
        var other => throw Invalid($"--overflow must be backpressure, drop-newest, drop-oldest, latest-only or fail, not '{other}'."),
    };

    private long? Memory(ParseResult parsed)
    {
        if (parsed.GetValue(_memory) is not { } text) return null;
        return HoconUnits.TrySize(text, out var bytes) && bytes > 0 ? bytes : throw Invalid($"--memory must be a size such as 512MiB or 2GB, not '{text}'.");
    }

    private static int? Positive(ParseResult parsed, Option option)
    {
        var value = option is Option<int> number ? parsed.GetValue(number) : parsed.GetValue((Option<int?>)option);
        return value is < 1 ? throw Invalid($"{option.Name} must be 1 or more, not {value}.") : value;
    }

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
