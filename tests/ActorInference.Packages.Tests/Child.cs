using System.Diagnostics;

namespace ActorInference.Packages.Tests;

/// <summary>What a process gave.</summary>
internal sealed record Ended(string Command, int ExitCode, string Output, string Errors)
{
    public override string ToString() => $"{Command}\nexit code {ExitCode}\n--- standard output\n{Output}\n--- standard error\n{Errors}";
}

/// <summary>Runs a process to its end, away from the repository and from the surroundings of the test.</summary>
internal static class Child
{
    /// <summary>Runs <paramref name="program"/> in <paramref name="folder"/>; <paramref name="input"/> is its standard input.</summary>
    public static async Task<Ended> RunAsync(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        // 'dotnet test' tells its children which MSBuild it is; this one finds its own. No server is left behind.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new($"{program} {string.Join(' ', arguments)}", process.ExitCode, await output, await errors);
    }

    /// <summary>The same, and it has to end well.</summary>
    public static async Task<Ended> RunWellAsync(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null, string input = "")
    {
        var ended = await RunAsync(folder, program, arguments, environment, input);
        Assert.True(ended.ExitCode == 0, ended.ToString());
        return ended;
    }
}
