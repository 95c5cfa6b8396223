using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests;

/// <summary>What one call of the program gave.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors)
{
    /// <summary>The object that <c>--json</c> prints.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    public override string ToString() => $"exit code {ExitCode}\n--- standard output\n{Output}\n--- standard error\n{Errors}";
}

/// <summary>Runs the program as a process of its own, as its users do.</summary>
internal static class Actorinfer
{
    // The tests and the program are built alike: tests/X/bin/Debug/net10.0 beside src/Y/bin/Debug/net10.0.
    public static readonly string Program = Path.Combine(
        TestData.Repository, "src", "ActorInference.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\'))!), "net10.0", "actorinfer.dll");

    /// <summary>Starts the program; the caller disposes it.</summary>
    public static Process Start(string folder, params string[] arguments) => Start(folder, redirectInput: false, arguments);

    /// <summary>The same with a standard input to write to.</summary>
    public static Process Start(string folder, bool redirectInput, params string[] arguments) => Process.Start(StartInfo(folder, redirectInput, arguments))!;

    /// <summary>The same with another FFmpeg than that on the PATH.</summary>
    public static Process StartWith(string ffmpeg, string folder, params string[] arguments) => StartWith(new Dictionary<string, string> { ["ACTORINFERENCE_FFMPEG"] = ffmpeg }, folder, arguments);

    /// <summary>The same with environment variables.</summary>
    public static Process StartWith(Dictionary<string, string> environment, string folder, params string[] arguments)
    {
        var start = StartInfo(folder, redirectInput: false, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs the program to its end, in <paramref name="folder"/>.</summary>
    public static Task<Finished> RunIn(string folder, params string[] arguments) => EndOf(Start(folder, arguments));

    /// <summary>The same with environment variables.</summary>
    public static Task<Finished> RunWith(string folder, Dictionary<string, string> environment, params string[] arguments) => EndOf(StartWith(environment, folder, arguments));

    /// <summary>Waits until a process that was started has ended, and disposes it.</summary>
    public static async Task<Finished> EndOf(Process process)
    {
        using var _ = process;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Finished(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs the program to its end.</summary>
    public static Task<Finished> Run(params string[] arguments) => RunIn(TestData.Repository, arguments);

    private static ProcessStartInfo StartInfo(string folder, bool redirectInput, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = redirectInput,
            WorkingDirectory = folder,
        };
        start.Environment["NO_COLOR"] = "1";
        return start;
    }
}
