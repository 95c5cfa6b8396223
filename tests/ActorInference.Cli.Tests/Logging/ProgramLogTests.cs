using ActorInference.Cli.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ActorInference.Cli.Tests.Logging;

/// <summary>How the section <c>serilog</c> of a configuration sets the log up.</summary>
public sealed class ProgramLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Section_says_what_is_logged_and_where_to()
    {
        var file = _folder.File("section.log");
        using (var log = ProgramLog.Open(null, null, Section(
            ("MinimumLevel:Default", "Warning"), ("MinimumLevel:Override:Chosen", "Debug"),
            ("WriteTo:0:Name", "File"), ("WriteTo:0:Args:path", file), ("WriteTo:0:Args:outputTemplate", "{Level} {SourceContext} {Message}{NewLine}"))))
        {
            Say(log, "Chosen", "Other");
        }

        Assert.Equal(["Debug Chosen small", "Information Chosen middling", "Error Chosen large", "Error Other large"], File.ReadAllLines(file));
    }

    [Fact]
    public void Keys_may_be_written_with_hyphens_but_for_names_of_categories()
    {
        var file = _folder.File("section.log");
        using (var log = ProgramLog.Open(null, null, Section(
            ("minimum-level:default", "error"), ("minimum-level:override:a-b", "debug"),
            ("write-to:0:name", "File"), ("write-to:0:args:path", file), ("write-to:0:args:output-template", "{SourceContext} {Message}{NewLine}"))))
        {
            Say(log, "a-b", "other");
        }

        Assert.Equal(["a-b small", "a-b middling", "a-b large", "other large"], File.ReadAllLines(file));
    }

    [Fact]
    public void File_of_the_command_line_comes_to_those_of_the_section_and_its_level_before_the_section_s()
    {
        var (section, file) = (_folder.File("section.log"), _folder.File("own.log"));
        using (var log = ProgramLog.Open(file, LogLevel.Information, Section(
            ("MinimumLevel", "Error"), ("WriteTo:0:Name", "File"), ("WriteTo:0:Args:path", section), ("WriteTo:0:Args:outputTemplate", "{Message}{NewLine}"))))
        {
            Say(log, "Any");
        }

        Assert.Equal(["middling", "large"], File.ReadAllLines(section));
        Assert.Equal(["[INF] Any: middling", "[ERR] Any: large"], File.ReadAllLines(file).Select(line => line[(line.IndexOf('[', StringComparison.Ordinal))..]));
    }

    [Theory]
    [InlineData("WriteTo:0:Name")]
    [InlineData("WriteTo:0")]
    public void Console_of_the_section_is_standard_error(string key)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var seen = new StringWriter();
        using var heard = new StringWriter();
        try
        {
            Console.SetOut(seen);
            Console.SetError(heard);
            using var log = ProgramLog.Open(null, null, Section((key, "Console")));
            Say(log, "Any");
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }

        Assert.Equal("", seen.ToString());
        Assert.Contains("middling", heard.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WriteTo:0:Name", "Fiel", "Fiel")]
    [InlineData("MinimumLevel", "Loud", "Loud")]
    public void Section_that_means_nothing_is_an_error_that_says_what(string key, string value, string named)
    {
        var problem = Assert.Throws<InferenceException>(() => ProgramLog.Open(null, null, Section((key, value))));
        Assert.Equal(ErrorKind.InvalidInput, problem.Kind);
        Assert.StartsWith("serilog: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Candidate", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("write-too", "serilog.write-too is no known key; did you mean serilog.write-to?")]
    [InlineData("sinks", "serilog.sinks is no known key; known here are using, minimum-level, write-to, audit-to, enrich, destructure, filter, properties, level-switches, filter-switches.")]
    public void Key_that_serilog_would_pass_over_is_an_error(string key, string message) =>
        Assert.Equal(message, Assert.Throws<InferenceException>(() => ProgramLog.Open(null, null, Section(($"{key}:0:Name", "File")))).Message);

    public void Dispose() => _folder.Dispose();

    private static IConfigurationSection Section(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => $"serilog:{setting.Key}", setting => (string?)setting.Value)).Build().GetSection(ProgramLog.Section);

    private static void Say(ILoggerFactory log, params string[] categories)
    {
        foreach (var logger in categories.Select(log.CreateLogger))
        {
            logger.LogDebug("small");
            logger.LogInformation("middling");
            logger.LogError("large");
        }
    }
}
