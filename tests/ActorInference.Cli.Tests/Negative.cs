namespace ActorInference.Cli.Tests;

/// <summary>What holds for every file that is no usable model.</summary>
internal static class Negative
{
    /// <summary>One line, no stack trace, exit code 2, one JSON object.</summary>
    public static void Check(Finished finished)
    {
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.StartsWith("error: ", Assert.Single(Errors(finished)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Errors, StringComparison.Ordinal);
        Assert.EndsWith(".", (string?)finished.Json["error"]!["message"], StringComparison.Ordinal);
    }

    /// <summary>The lines of standard error that are errors; what else is there with --json are results.</summary>
    private static string[] Errors(Finished finished) => [.. finished.Errors.TrimEnd().Split('\n').Where(line => line.StartsWith("error", StringComparison.Ordinal))];
}
