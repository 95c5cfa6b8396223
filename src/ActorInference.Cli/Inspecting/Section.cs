using ActorInference.Cli.Terminal;
using Spectre.Console;

namespace ActorInference.Cli.Inspecting;

/// <summary>A heading with lines of two columns below it.</summary>
internal static class Section
{
    /// <summary>Prints the lines, the left column as wide as its widest entry; nothing at all when there are none.</summary>
    public static void Print(Report report, string title, IReadOnlyList<(string Left, string Right)> lines)
    {
        if (lines.Count == 0) return;
        var width = lines.Max(line => line.Left.Length);
        report.Results.MarkupLineInterpolated($"[bold]{title}[/]");
        foreach (var (left, right) in lines) report.Results.WriteLine($"  {OneLine.Of(left).PadRight(width)}  {OneLine.Of(right)}");
    }
}
