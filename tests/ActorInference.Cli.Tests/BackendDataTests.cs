using System.Diagnostics;

namespace ActorInference.Cli.Tests;

/// <summary>
/// The data of ONNX's own backend tests: exactly the cases that Data/expected-backend-failures.txt names may fail; docs/verify-onnx-backend.md
/// explains each.
/// </summary>
public sealed class BackendDataTests
{
    [DebianDataFact]
    public async Task Exactly_the_cases_that_are_listed_fail()
    {
        var expected = Expected();
        var finished = await Actorinfer.RunIn(DebianDataFactAttribute.Folder, "verify", ".", "--json");
        var failed = finished.Json["failures"]!.AsArray().ToDictionary(failure => ((string)failure!["model"]!)[2..], failure => (string)failure!["reason"]!);
        Assert.Equal(1072, (int)finished.Json["models"]!);

        var unexpected = failed.Keys.Except(expected.Keys).Select(name => $"{name}: {failed[name]}").ToList();
        var passed = expected.Where(line => !MayPass(line.Value) && !failed.ContainsKey(line.Key)).Select(line => line.Key).ToList();
        Assert.True(unexpected.Count == 0, $"fail and are not listed:\n{string.Join('\n', unexpected)}");
        Assert.True(passed.Count == 0, $"are listed and do not fail:\n{string.Join('\n', passed)}");
        Assert.Equal(1, finished.ExitCode);
    }

    // What is random may happen to be what was expected; with the locale installed, the cases that need it pass.
    private static bool MayPass(string cause) => cause == "random" || (cause == "locale" && HasLocale.Value);

    private static Lazy<bool> HasLocale { get; } = new(() =>
    {
        using var process = Process.Start(new ProcessStartInfo("locale", ["-a"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var names = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return names.Contains("en_US.utf8", StringComparison.OrdinalIgnoreCase);
    });

    /// <summary>Case to cause.</summary>
    private static Dictionary<string, string> Expected() =>
        File.ReadLines(Path.Combine(TestData.Repository, "tests", "ActorInference.Cli.Tests", "Data", "expected-backend-failures.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(words => words[0], words => words[1]);
}
