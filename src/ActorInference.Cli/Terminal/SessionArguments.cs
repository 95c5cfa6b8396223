using System.CommandLine;
using ActorInference.OnnxRuntime;

namespace ActorInference.Cli.Terminal;

/// <summary>The options of a command that runs models on sessions of its own, one at a time, and the loading.</summary>
internal sealed class SessionArguments
{
    public Option<string> Device { get; } = new("--device")
    {
        Description = "Where to run: cpu, webgpu, cuda:0, ... ('actorinfer devices' lists them). There is no silent fallback.",
        DefaultValueFactory = _ => DeviceId.Cpu.ToString(),
    };

    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads inside one run; 0 means all cores.",
        DefaultValueFactory = _ => 1,
    };

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

    /// <summary>Loads a model; the caller owns the session. Throws <see cref="InferenceException"/> where it cannot be loaded.</summary>
    public static ISession Open(Report report, string path, SessionOptions options) =>
        new OnnxRuntimeSessionFactory(report.LoggerOf<OnnxRuntimeSessionFactory>()).Open(ModelSource.File(path), options).Value;
}
