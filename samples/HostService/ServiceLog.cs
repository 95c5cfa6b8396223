using System.Diagnostics.CodeAnalysis;
using ActorInference.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Debugging;

namespace HostService;

/// <summary>The log, written by Serilog. What Serilog cannot read it passes over and tells its own log alone; a service that says nothing at all is the last to be asked why.</summary>
internal static class ServiceLog
{
    private const string Section = "serilog";

    // All that Serilog.Settings.Configuration asks for.
    private static readonly string[] Known =
        ["Using", "MinimumLevel", "WriteTo", "AuditTo", "Enrich", "Destructure", "Filter", "Properties", "LevelSwitches", "FilterSwitches"];

    /// <summary>Opens it; false with what is wrong in the section <c>serilog</c>. Whoever takes the log disposes it.</summary>
    public static bool TryOpen(IConfiguration configuration, [NotNullWhen(true)] out Logger? log, out IReadOnlyList<string> mistakes)
    {
        log = null;
        mistakes = [.. configuration.GetSection(Section).GetChildren().Select(child => child.Key).Where(key => !Known.Contains(key, StringComparer.OrdinalIgnoreCase)).Select(UnknownKey)];
        if (mistakes.Count > 0) return false;
        var said = new List<string>();
        SelfLog.Enable(said.Add);
        try
        {
            log = new LoggerConfiguration().ReadFrom.Configuration(configuration).CreateLogger();
            if (said.Count == 0) return true;
            log.Dispose();
            mistakes = [.. said.Select(line => InWords(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])).Distinct()]; // a line begins with the time
        }
        catch (Exception problem)
        {
            // Such as a level that there is not, or an assembly in Using: Serilog does not say by what it throws.
            mistakes = [InWords(problem.Message)];
        }
        finally
        {
            SelfLog.Disable();
        }

        return false;
    }

    private static string UnknownKey(string key) =>
        $"{Section}.{key} is no known key; {(NearestKey.Of(key, Known) is { } nearest ? $"did you mean {Section}.{nearest}?" : $"known here are {string.Join(", ", Known)}.")}";

    // Candidates follow with all their parameters.
    private static string InWords(string message) => $"{Section}: {message.Split(" Candidate methods are:")[0].Trim().ReplaceLineEndings(" ").TrimEnd('.')}.";
}
