using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ActorInference.Akka.Tests.Deployment;

/// <summary>YAML files, read by a parser that many machines have: Python's.</summary>
internal static class Yaml
{
    private const string Script = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))";

    /// <summary>Whether the parser is there.</summary>
    public static bool IsThere { get; } = Run("-c", "import yaml").ExitCode == 0;

    /// <summary>The documents of a file of the repository.</summary>
    public static JsonNode[] Read(string path)
    {
        var (exitCode, output, errors) = Run("-c", Script, Path.Combine(TestData.Repository, path));
        Assert.True(exitCode == 0, errors);
        return [.. JsonNode.Parse(output)!.AsArray().Select(document => document!)];
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return (python.ExitCode, output, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", "there is no python3");
        }
    }
}

/// <summary>A test that reads YAML; skipped where nothing can.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class YamlFactAttribute : FactAttribute
{
    public YamlFactAttribute() => Skip = Yaml.IsThere ? null : "There is no python3 with the module yaml.";
}
