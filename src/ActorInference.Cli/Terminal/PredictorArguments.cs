using System.CommandLine;
using ActorInference.Configuration;

namespace ActorInference.Cli.Terminal;

/// <summary>The argument and options of the commands that predict.</summary>
internal sealed class PredictorArguments
{
    public Argument<string> Model { get; } = new("model") { Description = "The ONNX file." };

    private readonly Option<string> _device = new("--device")
    {
        Description = "Where to run: cpu, webgpu, cuda:0, ... ('actorinfer devices' lists them). Several in order of preference: 'cuda:0, cpu'; "
            + "several at the same time: cuda:0+cuda:1. There is no silent fallback.",
        DefaultValueFactory = _ => Placement.Cpu.ToString(),
    };

    private readonly Option<int?> _lanes = new("--lanes") { Description = "Runs side by side on each device, 1 or more. Lanes times threads are never more than the cores. Default: planned, and said." };

    private readonly Option<int?> _threads = new("--threads") { Description = "Threads inside one run; 0 means all cores, shared out among the lanes. Default: planned, and said." };

    private readonly Option<int> _batch = new("--batch")
    {
        Description = "Items that may share one run at most, 1 to 65536, where the model takes several and they are of one shape.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _within = new("--within")
    {
        Description = "How long an item may be kept waiting for others to share its run, such as 5ms or 1s, up to 1m.",
        DefaultValueFactory = _ => "0",
    };

    /// <summary>Adds the argument and the options to <paramref name="command"/>.</summary>
    public PredictorArguments AddTo(Command command)
    {
        command.Add(Model);
        foreach (var option in new Option[] { _device, _lanes, _threads, _batch, _within }) command.Add(option);
        return this;
    }

    /// <summary>What was said, for a predictor with this goal; throws for what means nothing.</summary>
    public PredictorOptions Options(ParseResult parsed, ThreadGoal goal)
    {
        var (lanes, threads, batch) = (parsed.GetValue(_lanes), parsed.GetValue(_threads), parsed.GetValue(_batch));
        if (lanes < 1) throw Invalid($"--lanes must be 1 or more, not {lanes}.");
        if (threads < 0) throw Invalid($"--threads must be 0 or more, not {threads}.");
        if (batch is < 1 or > 65_536) throw Invalid($"--batch must be 1 to 65536, not {batch}.");
        if (threads == 0) threads = Math.Max(1, Environment.ProcessorCount / (lanes ?? 1));
        return CommandPredictor.Defaults with
        {
            Placement = Device(parsed),
            Goal = goal,
            Lanes = lanes,
            ThreadsPerLane = threads,
            Batch = new() { MaxSize = batch, Within = Within(parsed) },
        };
    }

    private Placement Device(ParseResult parsed)
    {
        try
        {
            return Placement.Parse(parsed.GetValue(_device)!);
        }
        catch (FormatException problem)
        {
            throw Invalid($"--device: {problem.Message}");
        }
    }

    private TimeSpan Within(ParseResult parsed)
    {
        var text = parsed.GetValue(_within)!;
        if (HoconUnits.TryDuration(text, out var within) && within >= TimeSpan.Zero && within <= TimeSpan.FromMinutes(1)) return within;
        throw Invalid($"--within must be a duration from 0 to 1 minute, such as 5ms or 1s, not '{text}'.");
    }

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
