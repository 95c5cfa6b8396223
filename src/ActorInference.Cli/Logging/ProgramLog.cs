using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Debugging;
using Serilog.Extensions.Logging;
using Serilog.Settings.Configuration;
using NearestKey = ActorInference.Configuration.NearestKey;

namespace ActorInference.Cli.Logging;

/// <summary>The program's log, written by Serilog. Nothing else in the program knows Serilog, so that it is loaded only when there is a log.</summary>
internal static class ProgramLog
{
    /// <summary>The section of a configuration that says what is logged, and where to, in the words of Serilog.Settings.Configuration, with or without hyphens: <c>minimum-level</c>.</summary>
    public const string Section = "serilog";

    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}";

    // All that Serilog.Settings.Configuration asks for; it passes over anything else and says nothing.
    private static readonly string[] Known =
        ["using", "minimum-level", "write-to", "audit-to", "enrich", "destructure", "filter", "properties", "level-switches", "filter-switches"];

    /// <summary>Opens it. What Serilog then cannot do, such as to write to a disk that is full, is said once on standard error.</summary>
    /// <param name="file">The file, written to its end, that one of another name follows when it has reached 1 GiB; null for none.</param>
    /// <param name="level">The lowest level; null for what the section says, else information.</param>
    /// <param name="section">The section; null for none. Its console writes to standard error, for standard output is for results.</param>
    /// <returns>The log; the caller disposes it, and with that it is written.</returns>
    /// <exception cref="InferenceException">The file cannot be written, or the section means nothing.</exception>
    public static ILoggerFactory Open(string? file, LogLevel? level, IConfigurationSection? section)
    {
        var wrong = new List<string>();
        SelfLog.Enable(line => wrong.Add(Words(line)));
        var logging = new LoggerConfiguration();
        if (section is not null) Configure(logging, section);
        if (level is { } lowest) logging.MinimumLevel.Is(LevelConvert.ToSerilogLevel(lowest));
        if (file is not null)
        {
            MakeSure(file);
            logging.WriteTo.File(file, outputTemplate: Template, rollOnFileSizeLimit: true);
        }

        var log = logging.CreateLogger();
        SelfLog.Disable();
        if (wrong.Count > 0)
        {
            log.Dispose();
            throw Invalid($"{Section}: {WithoutCandidates(wrong[0])}");
        }

        var said = 0;
        SelfLog.Enable(line =>
        {
            if (Interlocked.Exchange(ref said, 1) == 0) Console.Error.WriteLine($"the log is incomplete: {Words(line)}");
        });
        return new SerilogLoggerFactory(log, dispose: true);
    }

    private static void Configure(LoggerConfiguration logging, IConfigurationSection section)
    {
        foreach (var key in section.GetChildren().Select(child => child.Key))
        {
            if (Known.Any(known => string.Equals(WithoutHyphens(known), WithoutHyphens(key), StringComparison.OrdinalIgnoreCase))) continue;
            var right = NearestKey.Of(key, Known) is { } nearest ? $"did you mean {Section}.{nearest}?" : $"known here are {string.Join(", ", Known)}.";
            throw Invalid($"{Section}.{key} is no known key; {right}");
        }

        var said = new ConfigurationBuilder().AddInMemoryCollection(section.AsEnumerable().Select(setting => KeyValuePair.Create(InSerilogsWords(setting.Key), setting.Value))).Build();
        var toStandardError = new Dictionary<string, string?>();
        foreach (var sink in said.GetSection($"{Section}:WriteTo").GetChildren())
        {
            if (!string.Equals(sink.Value ?? sink["Name"], "Console", StringComparison.OrdinalIgnoreCase)) continue;
            if (sink.Value is not null) toStandardError[sink.Path] = null;
            toStandardError[$"{sink.Path}:Name"] = "Console";
            toStandardError[$"{sink.Path}:Args:standardErrorFromLevel"] = "Verbose";
        }

        var whole = new ConfigurationBuilder().AddConfiguration(said).AddInMemoryCollection(toStandardError).Build();
        var options = new ConfigurationReaderOptions(typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly) { SectionName = Section };
        try
        {
            logging.ReadFrom.Configuration(whole, options);
        }
        catch (Exception problem)
        {
            throw Invalid($"{Section}: {WithoutCandidates(problem.Message).TrimEnd('.')}.");
        }
    }

    // minimum-level is MinimumLevel, which is minimumlevel: keys do not tell upper case from lower. Names of categories and properties stay as they are.
    private static string InSerilogsWords(string key)
    {
        var parts = key.Split(':');
        for (var i = 1; i < parts.Length; i++)
        {
            parts[i] = WithoutHyphens(parts[i]);
            if (parts[i].ToUpperInvariant() is "OVERRIDE" or "PROPERTIES") break;
        }

        return string.Join(':', parts);
    }

    private static string WithoutHyphens(string key) => key.Replace("-", "", StringComparison.Ordinal);

    // Serilog would go on without the file and say nothing.
    private static void MakeSure(string file)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Invalid($"--log {file}: no log can be written there: {problem.Message.TrimEnd('.')}.");
        }
    }

    // The candidates follow with all their parameters.
    private static string WithoutCandidates(string message) => message.Split(" Candidate methods are:")[0];

    // Lines begin with the time.
    private static string Words(string line) => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim();

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
