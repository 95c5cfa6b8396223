using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActorInference.Cli.Logging;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace ActorInference.Cli.Terminal;

/// <summary>
/// Where a command's words go. Without <c>--json</c> results go to standard output and messages to standard error; with it, everything goes
/// to standard error and one JSON object to standard output, at the end.
/// </summary>
internal sealed class Report
{
    private readonly Lock _lock = new();
    private CommandLog? _log;

    private Report(bool isJson)
    {
        IsJson = isJson;
        Interruption = new(Say);
        Messages = Create(Console.Error, Console.IsErrorRedirected);
        Results = isJson ? Messages : Create(Console.Out, Console.IsOutputRedirected);
    }

    /// <summary>The option that every command has.</summary>
    public static Option<bool> JsonOption { get; } = new("--json")
    {
        Description = "Print one JSON object on standard output, and nothing else there.",
        Recursive = true,
    };

    /// <summary>How JSON is printed: indented, with letters of all scripts as they are.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a JSON object is wanted.</summary>
    public bool IsJson { get; }

    /// <summary>Whether the command was told to end, and how it hears of it.</summary>
    public Interruption Interruption { get; }

    /// <summary>For progress, remarks and errors.</summary>
    public IAnsiConsole Messages { get; }

    /// <summary>For what was asked for.</summary>
    public IAnsiConsole Results { get; }

    /// <summary>The object that <c>--json</c> prints; the command fills it.</summary>
    public JsonObject Json { get; } = [];

    /// <summary>
    /// Runs a command's body, turns a failure at the public edge into one line and an exit code, and prints the JSON object.
    /// </summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<Report, Task<int>> body)
    {
        var report = new Report(parsed.GetValue(JsonOption));
        using var interruption = report.Interruption;
        interruption.Listen();
        int code;
        try
        {
            report._log = LogArguments.Open(parsed);
            code = await body(report);
        }
        catch (InferenceException problem)
        {
            code = report.Refuse(problem.Failure);
        }
        catch (OperationCanceledException)
        {
            report.Error("interrupted");
            code = ExitCode.Interrupted;
        }

        report._log?.End(code);
        report._log?.Dispose();
        report.Json["exitCode"] = code;
        if (report.IsJson) Console.Out.WriteLine(report.Json.ToJsonString(Readable));
        return code;
    }

    /// <summary>The log of what runs below the command; null when nobody asked for a log.</summary>
    public ILogger<T>? LoggerOf<T>() => _log?.LoggerOf<T>();

    /// <summary>A remark on standard error, and in the log. Safe from any thread.</summary>
    public void Say(string text)
    {
        Show(text);
        _log?.Say(text);
    }

    /// <summary>A remark on standard error, and not in the log. Safe from any thread.</summary>
    public void Show(string text)
    {
        lock (_lock) Messages.WriteLine(text);
    }

    /// <summary>An error line on standard error, and in the log, one line whatever the names in it hold. Safe from any thread.</summary>
    public void Error(string text)
    {
        var line = OneLine.Of(text, longest: int.MaxValue);
        lock (_lock) Messages.MarkupLineInterpolated($"[red]error:[/] {line}");
        _log?.Error(line);
    }

    /// <summary>Says that nothing can be begun, and why.</summary>
    public int Refuse(Failure failure)
    {
        Error(failure.Message);
        Json["error"] = ErrorObject(failure);
        return failure.Kind == ErrorKind.Cancelled ? ExitCode.Interrupted : ExitCode.Usage;
    }

    /// <summary>One more of the <c>videos</c> in the JSON object.</summary>
    public JsonObject AddVideo(string input, string output)
    {
        var video = new JsonObject { ["input"] = input, ["output"] = output };
        Json["videos"] ??= new JsonArray();
        Json["videos"]!.AsArray().Add((JsonNode)video);
        return video;
    }

    /// <summary>A failure in JSON: its kind and its line.</summary>
    public static JsonObject ErrorObject(Failure failure) => new() { ["kind"] = failure.Kind.Name(), ["message"] = failure.Message };

    private static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });

        // Lines of files and pipes are not cut to a width; grep and diff work on whole ones.
        if (isRedirected) console.Profile.Width = 10_000;
        return console;
    }
}
