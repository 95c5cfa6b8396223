using System.CommandLine;
using ActorInference.OnnxRuntime;

namespace ActorInference.Cli.Terminal;

/// <summary>The argument and options of every command that loads a model, and the loading.</summary>
internal sealed class SessionArguments
{
    public Argument<string> Model { get; } = new("model") { Description = "The ONNX file." };

    public Option<string> Device { get; } = new("--device")
    {
        Description = "Where to run: cpu, webgpu, cuda:0, ... ('actorinfer devices' lists them). There is no silent fallback.",
        DefaultValueFactory = _ => "cpu",
    };

    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads inside one run; 0 means all cores.",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>Adds the argument and the options to <paramref name="command"/>.</summary>
    public SessionArguments AddTo(Command command)
    {
        command.Add(Model);
        command.Add(Device);
        command.Add(Threads);
        return this;
    }

    /// <summary>The options for one session; throws for a device that cannot be named so.</summary>
    public SessionOptions Options(ParseResult parsed)
    {
        var threads = parsed.GetValue(Threads);
        if (threads < 0) throw new InferenceException(new(ErrorKind.InvalidInput, $"--threads must be 0 or more, not {threads}."));
        try
        {
            return new SessionOptions { Device = DeviceId.Parse(parsed.GetValue(Device)!), IntraOpThreads = threads };
        }
        catch (FormatException problem)
        {
            throw new InferenceException(new(ErrorKind.InvalidInput, $"--device: {problem.Message}"));
        }
    }

    /// <summary>
    /// Loads the model; the caller owns the session. Throws <see cref="InferenceException"/> where it cannot be loaded.
    /// </summary>
    public ISession Open(ParseResult parsed) => Open(parsed.GetValue(Model)!, Options(parsed));

    /// <summary>The same for a file and options at hand.</summary>
    public static ISession Open(string path, SessionOptions options) => new OnnxRuntimeSessionFactory().Open(ModelSource.File(path), options).Value;
}
