using System.Diagnostics;

namespace ActorInference.Cli.Tests.Logging;

/// <summary>The log of the program.</summary>
public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LogFile => _folder.File("logs/actorinfer.log");

    [Fact]
    public async Task Log_tells_of_beginning_sessions_and_end_and_what_is_shown_stays_as_it_is()
    {
        var quiet = await Predict();
        var logged = await Predict("--log", LogFile);
        Assert.Equal((0, quiet.Output, quiet.Errors), (logged.ExitCode, logged.Output, logged.Errors));
        var lines = Lines();
        Assert.EndsWith("[INF] ActorInference.Cli: predict ends with exit code 0 after", lines[^1][..lines[^1].LastIndexOf(" after", StringComparison.Ordinal)] + " after", StringComparison.Ordinal);
        Assert.Contains("[INF] ActorInference.Cli: predict begins: actorinfer ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("[INF] ActorInference.Predictor: ", StringComparison.Ordinal) && line.Contains(" on cpu: ready, ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith($"[INF] ActorInference.Cli: {quiet.Errors.Trim()}", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("OnnxRuntime", StringComparison.Ordinal)); // it is chatty
    }

    [Fact]
    public async Task Log_has_the_runtime_s_messages_where_the_level_is_asked_for()
    {
        await Predict("--log", LogFile, "--log-level", "debug");
        Assert.Contains(Lines(), line => line.Contains("[DBG] ActorInference.OnnxRuntime.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_goes_on_behind_what_is_in_its_file_and_json_is_not_in_its_way()
    {
        await Predict("--log", LogFile);
        var before = Lines();
        var json = (await Predict("--log", LogFile, "--json")).Json;
        Assert.Equal(0, (int)json["exitCode"]!);
        Assert.Equal(before, Lines()[..before.Length]);
        Assert.True(Lines().Length > before.Length);
    }

    [Fact]
    public async Task Error_is_in_the_log_and_at_that_level_nothing_else()
    {
        var finished = await Actorinfer.RunIn(_folder.Path, "predict", "nowhere.onnx", "--set", "x=[1]", "--log", LogFile, "--log-level", "error");
        Assert.Equal(2, finished.ExitCode);
        Assert.EndsWith("[ERR] ActorInference.Cli: nowhere.onnx: there is no such file.", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_is_what_the_section_of_the_configuration_file_says()
    {
        await File.WriteAllTextAsync(_folder.File("my.conf"), """
            serilog {
              minimum-level = error
              write-to = [{ name = File, args { path = logs/actorinfer.log, output-template = "{Level}: {Message:lj}{NewLine}" } }]
            }
            """);
        var finished = await InspectNothing("my.conf");
        Assert.Equal(2, finished.ExitCode);
        Assert.Equal("Error: nowhere.onnx: there is no such file.", Assert.Single(Lines()));
    }

    [Fact]
    public async Task Section_is_that_of_the_file_that_the_command_line_names()
    {
        await File.WriteAllTextAsync(_folder.File("my.conf"), "serilog { write-to = [{ name = File, args { path = logs/actorinfer.log } }] }");
        var finished = await Predict("--config", "my.conf");
        Assert.Equal(0, finished.ExitCode);
        Assert.Contains("predict begins", Lines()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_of_the_document_is_written()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(TestData.Repository, "docs", "hosting.md"));
        await File.WriteAllTextAsync(_folder.File("my.conf"), document.Split("```hocon\n")[1].Split("```")[0]);
        await InspectNothing("my.conf");
        Assert.Equal(3, (await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(_folder.Path, "actorinfer*.log")))).Length);
    }

    [Fact]
    public async Task Configuration_that_cannot_be_read_is_left_to_the_commands_that_begin_with_it()
    {
        var finished = await InspectNothing("nowhere.conf");
        Assert.Equal((2, "error: nowhere.onnx: there is no such file."), (finished.ExitCode, finished.Errors.Trim()));
    }

    [Theory]
    [InlineData("error: --log-level says how much is written to a log, and there is none: name its file with --log FILE.", "--log-level", "debug")]
    [InlineData("error: --log-level must be one of trace, debug, information, warning, error, not 'lots'.", "--log", "a.log", "--log-level", "lots")]
    [InlineData("error: --log names no file.", "--log", "")]
    [InlineData("error: --log .: no log can be written there: ", "--log", ".")]
    public async Task Log_that_cannot_be_written_as_asked_for_is_wrong_usage(string begin, params string[] arguments)
    {
        var finished = await Actorinfer.RunIn(_folder.Path, ["devices", .. arguments]);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.StartsWith(begin, finished.Errors, StringComparison.Ordinal);
        Assert.Single(finished.Errors.Trim().Split('\n'));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Lines() => File.ReadAllLines(LogFile);

    private Task<Finished> InspectNothing(string configuration)
    {
        var start = new ProcessStartInfo("dotnet", [Actorinfer.Program, "inspect", "nowhere.onnx"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path,
        };
        start.Environment["ACTORINFERENCE_CONFIG"] = configuration;
        return Actorinfer.EndOf(Process.Start(start)!);
    }

    private async Task<Finished> Predict(params string[] arguments)
    {
        await File.WriteAllBytesAsync(_folder.File("abs.onnx"), TestModel.Unary("Abs", "float32 [N]").Bytes);
        return await Actorinfer.RunIn(_folder.Path, ["predict", "abs.onnx", "--set", "x=[-3]", .. arguments]);
    }
}
