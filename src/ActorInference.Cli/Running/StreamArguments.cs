using System.CommandLine;
using ActorInference.Configuration;

namespace ActorInference.Cli.Running;

/// <summary>The options that say how a stream is run.</summary>
internal sealed class StreamArguments
{
    // As many as people know from their phones; larger batches are for --batch to ask for.
    private const int BatchOfMode = 4;

    public Option<string> Mode { get; } = new("--mode")
    {
        Description = "sync: one item after the other. batch: groups of --batch items (default 4) are offered to the model together. async: every lane and core at work.",
        DefaultValueFactory = _ => "async",
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
        foreach (var option in new Option[] { Mode, _parallelism, _ordered, _unordered, _overflow, Every, _maxInFlight, _memory, _failFast, _resume }) command.Add(option);
    }

    /// <summary>What was said; throws for what means nothing.</summary>
    public StreamOptions Settings(ParseResult parsed, PredictorOptions predictor)
    {
        var mode = parsed.GetValue(Mode)!;
        if (mode is not ("sync" or "batch" or "async")) throw Invalid($"--mode must be sync, batch or async, not '{mode}'.");
        if (parsed.GetValue(_ordered) && parsed.GetValue(_unordered)) throw Invalid("--ordered and --unordered exclude each other.");
        if (mode == "batch" && predictor.Batch.MaxSize == 1) predictor = predictor with { Batch = predictor.Batch with { MaxSize = BatchOfMode } };
        var options = mode switch
        {
            "sync" => PipelineOptions.Sync,
            "batch" => PipelineOptions.Batch(predictor.Batch.MaxSize),
            _ => PipelineOptions.Async,
        };

        // In batch mode the group is what waits for company; once it is offered, nobody waits again.
        if (mode == "batch")
        {
            if (predictor.Batch.Within > TimeSpan.Zero) options = options with { GroupWithin = predictor.Batch.Within };
            predictor = predictor with { Batch = predictor.Batch with { Within = TimeSpan.Zero } };
        }

        if (Positive(parsed, _maxInFlight) is { } most) options = options with { MaxItemsInFlight = most };
        return new(
            mode,
            options with { Ordered = !parsed.GetValue(_unordered), FailFast = parsed.GetValue(_failFast), MaxBytesInFlight = Memory(parsed) ?? options.MaxBytesInFlight },
            predictor,
            Positive(parsed, _parallelism),
            Overflow(parsed),
            Positive(parsed, Every)!.Value,
            parsed.GetValue(_resume));
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
