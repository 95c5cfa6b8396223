using System.Text.Json.Nodes;
using ActorInference.Imaging;

namespace ActorInference.Samples.Tests;

public sealed class HostServiceTests : IDisposable
{
    private const string Long = "--restyling:settle=1h";
    private const string Small = "--restyling:longestSide=256";
    private const string Often = "--restyling:rescan=100ms";

    private readonly TemporaryFolder _folder = new();
    private readonly string _incoming;
    private readonly string _results;
    private readonly string _failed;

    public HostServiceTests()
    {
        _incoming = Directory.CreateDirectory(_folder.File("incoming")).FullName;
        (_results, _failed) = (_folder.File("results"), _folder.File("failed"));
    }

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task Pictures_that_are_there_and_that_come_are_restyled_and_a_poisoned_one_is_set_aside_with_its_reason()
    {
        File.Copy(SamplePictures.Owl, Path.Combine(_incoming, "first.jpg"));
        File.WriteAllBytes(Path.Combine(_incoming, "cut.jpg"), SamplePictures.Cut);
        File.WriteAllText(Path.Combine(_incoming, "notes.txt"), "no picture");
        await using var service = await StartAsync("--restyling:settle=200ms");
        await HasAsync(service, _results, "first.jpg");
        await HasAsync(service, _failed, "cut.jpg");
        Assert.StartsWith("invalid-input: ", File.ReadAllText(Path.Combine(_failed, "cut.jpg.txt")), StringComparison.Ordinal);

        File.Copy(SamplePictures.Breakfast, Path.Combine(_incoming, "second.png.part"));
        File.Move(Path.Combine(_incoming, "second.png.part"), Path.Combine(_incoming, "second.png"));
        await HasAsync(service, _results, "second.png");
        await AssertHealthAsync(service);
        Assert.Equal(0, await service.StopAsync());

        Assert.Equal(["first.jpg", "second.png"], NamesIn(_results));
        Assert.Equal(["first.jpg", "notes.txt", "second.png"], NamesIn(_incoming));
        Assert.Equal(["cut.jpg", "cut.jpg.txt"], NamesIn(_failed));
        Assert.Equal(new PictureSize(768, 960), SizeOfResult("first.jpg"));
        Assert.Equal(new PictureSize(1024, 768), SizeOfResult("second.png"));
        Assert.NotEqual(File.ReadAllBytes(SamplePictures.Owl), File.ReadAllBytes(Path.Combine(_results, "first.jpg")));
    }

    [UnixFact]
    public async Task File_that_is_not_taken_is_told_once_and_again_when_it_comes_again()
    {
        const string LeftAlone = "animation.gif: is left alone: results have the names of their pictures, and are written as .jpg, .jpeg, .png or .webp";
        PutWhole(SamplePictures.Owl, "animation.gif");
        File.WriteAllText(Path.Combine(_incoming, ".hidden.gif"), "");
        await using var service = await StartAsync(Often, Small);
        await Until.Async(() => Times() == 1, () => service.Said);
        PutWhole(SamplePictures.Owl, "owl.jpg");
        await HasAsync(service, _results, "owl.jpg"); // looked through again meanwhile
        Assert.Equal(1, Times());

        File.Delete(Path.Combine(_incoming, "animation.gif"));
        PutWhole(SamplePictures.Breakfast, "breakfast.jpg");
        await HasAsync(service, _results, "breakfast.jpg");
        PutWhole(SamplePictures.Owl, "animation.gif");
        await Until.Async(() => Times() == 2, () => service.Said);
        Assert.DoesNotContain(".hidden.gif", service.Said, StringComparison.Ordinal);

        int Times() => service.Said.Split(LeftAlone).Length - 1;
    }

    [UnixFact]
    public async Task Folders_are_where_the_command_is_called()
    {
        await using var service = await Sample.StartByCommandAsync("HostService", _folder.Path, Small);
        File.Copy(SamplePictures.Owl, _folder.File("out/restyling/incoming/owl.jpg"));
        await HasAsync(service, _folder.File("out/restyling/results"), "owl.jpg");
        Assert.Equal(0, await service.StopAsync());
    }

    [UnixFact]
    public async Task Picture_that_is_still_being_written_is_waited_for()
    {
        await using var service = await StartAsync(Long, Often);
        var growing = Path.Combine(_incoming, "growing.jpg");
        var bytes = File.ReadAllBytes(SamplePictures.Owl);
        File.WriteAllBytes(growing, bytes[..20_000]);
        PutWhole(SamplePictures.Breakfast, "whole.jpg");
        await HasAsync(service, _results, "whole.jpg");

        // It came first and was passed over. Old enough, it is complete.
        Assert.Equal(["growing.jpg", "whole.jpg"], NamesIn(_incoming));
        File.WriteAllBytes(growing, bytes);
        File.SetLastWriteTimeUtc(growing, LongAgo);
        await HasAsync(service, _results, "growing.jpg");
        Assert.Equal(new PictureSize(768, 960), SizeOfResult("growing.jpg"));
        Assert.Empty(NamesIn(_failed));
    }

    [UnixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Service_that_ended_in_the_middle_goes_on_where_it_was_and_does_nothing_twice(bool isKilled)
    {
        var names = Enumerable.Range(0, 16).Select(i => $"{i:00}.jpg").ToArray();
        foreach (var name in names) PutWhole(SamplePictures.Owl, name);
        await using (var service = await StartAsync(Small))
        {
            await Until.Async(() => NamesIn(_results).Length > 0, () => service.Said);
            if (isKilled) await service.KillAsync();
            else Assert.Equal(0, await service.StopAsync());
        }

        var done = NamesIn(_results).Where(name => !name.StartsWith('.')).ToDictionary(name => name, name => File.GetLastWriteTimeUtc(Path.Combine(_results, name)));
        File.WriteAllText(Path.Combine(_results, ".cut-off.tmp"), "what a service that was killed leaves behind");
        await using (var service = await StartAsync(Small))
        {
            await Until.Async(() => NamesIn(_results).SequenceEqual(names), () => $"{string.Join(", ", NamesIn(_results))}\n{service.Said}");
            Assert.Equal(0, await service.StopAsync());
        }

        Assert.All(names, name => Assert.Equal(new PictureSize(205, 256), SizeOfResult(name)));
        Assert.All(done, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(Path.Combine(_results, file.Key))));
        Assert.Empty(NamesIn(_failed));
    }

    [UnixFact]
    public async Task Result_that_cannot_be_written_is_tried_until_it_can()
    {
        await using var service = await StartAsync(Often);
        Directory.Delete(_results);
        PutWhole(SamplePictures.Owl, "owl.jpg");
        await Until.Async(() => service.Said.Contains("owl.jpg: the result cannot be written", StringComparison.Ordinal), () => service.Said);
        Directory.CreateDirectory(_results);
        await HasAsync(service, _results, "owl.jpg");
        Assert.Empty(NamesIn(_failed));
    }

    [UnixFact]
    public async Task Files_that_come_and_go_while_the_folder_is_looked_through_disturb_nobody()
    {
        await using var service = await StartAsync(Long, Often);
        for (var round = 0; round < 20; round++)
        {
            var names = Enumerable.Range(0, 200).Select(i => Path.Combine(_incoming, $"{round}-{i}.jpg")).ToArray();
            foreach (var name in names) File.WriteAllText(name, "");
            foreach (var name in names) File.Delete(name);
        }

        PutWhole(SamplePictures.Owl, "owl.jpg");
        await HasAsync(service, _results, "owl.jpg");
        Assert.Equal(0, await service.StopAsync());
    }

    [UnixFact]
    public async Task Picture_that_is_replaced_while_it_is_in_work_is_done_as_it_is_now()
    {
        await using var service = await StartAsync(Often);
        Directory.Delete(_results);
        PutWhole(SamplePictures.Owl, "picture.jpg");
        await Until.Async(() => service.Said.Contains("picture.jpg: the result cannot be written", StringComparison.Ordinal), () => service.Said);
        PutWhole(SamplePictures.Breakfast, "picture.jpg");
        Directory.CreateDirectory(_results);
        await HasAsync(service, _results, "picture.jpg");
        Assert.Equal(new PictureSize(1024, 768), SizeOfResult("picture.jpg"));
    }

    [LinuxFact]
    public async Task Systemd_is_told_when_the_service_is_ready_and_when_it_stops()
    {
        using var systemd = new NotifySocket(_folder.File("notify"));
        var shell = _folder.File("systemd");
        File.CreateSymbolicLink(shell, "/bin/sh");
        await using var service = await Sample.StartAsUnitAsync("HostService", shell, systemd.Path, $"--restyling:folder={_folder.Path}");
        Assert.Equal("READY=1", await systemd.ReceiveAsync());
        Assert.Equal(0, await service.StopAsync());
        Assert.Equal("STOPPING=1", await systemd.ReceiveAsync());
    }

    [Fact]
    public void Unit_gives_the_service_more_time_to_stop_than_it_takes()
    {
        var unit = File.ReadAllText(Path.Combine(TestData.Repository, "samples", "HostService", "systemd", "restyling.service"));
        var configuration = File.ReadAllText(Path.Combine(Sample.FolderOf("HostService"), "host-service.conf"));
        var patience = new SupervisionOptions().ShutdownPatience.TotalSeconds;
        Assert.True(Number(unit, "TimeoutStopSec=") > Number(configuration, "shutdownTimeoutSeconds = ") + patience);
        Assert.Contains("\nType=notify\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_that_is_wrong_is_told_by_line()
    {
        var file = _folder.File("wrong.conf");
        File.WriteAllText(file, "actorinference.predictor.lanse = 2\n");
        var (exitCode, said) = await Sample.RunAsync("HostService", $"--config={file}");
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"{file}:1:", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--restyling:atempts=2", "--restyling:atempts: restyling.atempts is no known key; did you mean restyling.attempts?")]
    [InlineData("--restyling:attempts=0", "--restyling:attempts: restyling.attempts is \"0\"; write a whole number from 1 to 100.")]
    [InlineData("--Restyling:Attempts=many", "--Restyling:Attempts: restyling.attempts is \"many\"; write a whole number from 1 to 100.")]
    [InlineData("--restyling:settle=00:00:01", "--restyling:settle: restyling.settle is \"00:00:01\"; write a duration with its unit, such as 5ms, 2s or 1m, from 100ms to 1d.")]
    [InlineData("--restyling:results=", "--restyling:results: restyling.results is empty; write a folder's name.")]
    public async Task Setting_of_its_own_that_is_wrong_is_told_in_one_line(string argument, string expected)
    {
        var (exitCode, said) = await Sample.RunAsync("HostService", argument, $"--restyling:folder={_folder.Path}");
        Assert.Equal((2, expected), (exitCode, said));
    }

    [Fact]
    public async Task Settings_of_its_own_that_are_wrong_are_told_at_once_by_file_and_line()
    {
        var file = _folder.File("wrong.conf");
        File.WriteAllText(file, "restyling {\n  folder = here\n  longestSide = 5\n  settle = soon\n  attempts = 0\n  insight = on\n}\n");
        var (exitCode, said) = await Sample.RunAsync("HostService", $"--config={file}");
        Assert.Equal(2, exitCode);
        Assert.Equal(
            [
                $"{file}:3:17: restyling.longestSide is \"5\"; write a whole number from 16 to 16384.",
                $"{file}:4:12: restyling.settle is \"soon\"; write a duration with its unit, such as 5ms, 2s or 1m, from 100ms to 1d.",
                $"{file}:5:14: restyling.attempts is \"0\"; write a whole number from 1 to 100.",
                $"{file}:6:3: restyling.insight is no known key; known here are attempts, failed, folder, incoming, longestSide, rescan, results, settle.",
            ],
            said.Split('\n'));
    }

    [Theory]
    [InlineData("Name = Console", "Name = Consol", "serilog: Unable to find a method called Consol.")]
    [InlineData("Default = Information", "Default = Loud", "serilog: The value Loud is not a valid Serilog level.")]
    [InlineData("WriteTo =", "WritTo =", "serilog.WritTo is no known key; did you mean serilog.WriteTo?")]
    public async Task Log_that_cannot_be_opened_ends_it_with_the_reason(string right, string wrong, string expected)
    {
        var (exitCode, said) = await Sample.RunAsync("HostService", $"--config={Changed(right, wrong)}", $"--restyling:folder={_folder.Path}");
        Assert.Equal(expected, said);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Model_that_is_not_there_ends_it_with_the_reason_in_the_log()
    {
        var (exitCode, said) = await Sample.RunAsync("HostService", $"--config={Changed("models/cartoon.onnx", "no-such.onnx")}", $"--restyling:folder={_folder.Path}");
        Assert.Equal(1, exitCode);
        Assert.Contains($"predictor 'cartoon' cannot be opened: {_folder.File("no-such.onnx")}: there is no such file.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
    }

    private static async Task AssertHealthAsync(Sample service)
    {
        foreach (var check in new[] { "live", "ready" })
        {
            var health = JsonNode.Parse(await service.Client.GetStringAsync($"health/{check}"))!;
            Assert.Equal("Healthy", (string?)health["status"]);
            Assert.Equal("ready", (string?)health["checks"]![$"actorinference-{check}"]!["data"]!["cartoon on cpu"]!["state"]);
        }
    }

    private static DateTime LongAgo => TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromDays(1);

    private static int Number(string text, string key) => int.Parse(string.Concat(text.Split($"\n{key}")[1].TakeWhile(char.IsAsciiDigit)), null);

    private static string[] NamesIn(string folder) => [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    // The sample's own configuration with one thing that is not as it was.
    private string Changed(string right, string wrong)
    {
        var file = _folder.File("changed.conf");
        var text = File.ReadAllText(Path.Combine(Sample.FolderOf("HostService"), "host-service.conf"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(right, wrong, StringComparison.Ordinal));
        return file;
    }

    private Task<Sample> StartAsync(params string[] arguments) => Sample.StartAsync("HostService", [$"--restyling:folder={_folder.Path}", .. arguments]);

    // As a picture that was moved here from elsewhere: it is whole when it is seen.
    private void PutWhole(string picture, string name)
    {
        var elsewhere = _folder.File(name);
        File.Copy(picture, elsewhere);
        File.SetLastWriteTimeUtc(elsewhere, LongAgo);
        File.Move(elsewhere, Path.Combine(_incoming, name), overwrite: true);
    }

    private PictureSize SizeOfResult(string name) => SamplePictures.SizeOf(File.ReadAllBytes(Path.Combine(_results, name)));

    private static Task HasAsync(Sample service, string folder, string name) =>
        Until.Async(() => File.Exists(Path.Combine(folder, name)), () => $"there is no {folder}/{name}\n{service.Said}");
}
