using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests;

/// <summary>Modes, bounds, overflow, fail-fast, resume and interruption of <c>run</c>, over pictures.</summary>
public sealed class RunStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Modes_give_the_same_pictures_and_differ_in_what_they_do_at_once()
    {
        Pictures(12);
        var sync = await Negative("sync", "--mode", "sync");
        var batch = await Negative("batch", "--mode", "batch");
        var unordered = await Negative("unordered", "--mode", "async", "--unordered", "--parallelism", "3");
        Assert.Equal(["sync", "batch", "async"], new[] { sync, batch, unordered }.Select(finished => (string?)finished.Json["mode"]));
        Assert.Equal((1, 12), ((int)sync.Json["maxItemsInFlight"]!, (int)sync.Json["batches"]!));
        Assert.True((double)batch.Json["meanBatchSize"]! > 1, batch.ToString());
        foreach (var finished in new[] { sync, batch, unordered })
        {
            Assert.Equal((0, 12, 12), (finished.ExitCode, (int)finished.Json["items"]!, (int)finished.Json["succeeded"]!));
            Assert.Equal(["preprocess", "predict", "postprocess"], finished.Json["busySeconds"]!.AsObject().Select(stage => stage.Key));
        }

        for (var i = 0; i < 12; i++)
        {
            var bytes = File.ReadAllBytes(_folder.File($"sync/{i:00}.png"));
            Assert.Equal(bytes, File.ReadAllBytes(_folder.File($"batch/{i:00}.png")));
            Assert.Equal(bytes, File.ReadAllBytes(_folder.File($"unordered/{i:00}.png")));
        }
    }

    [Fact]
    public async Task Bounds_are_kept_and_reported()
    {
        Pictures(20);
        var items = await Negative("items", "--max-in-flight", "3");
        Assert.InRange((int)items.Json["maxItemsInFlight"]!, 1, 3);

        // A picture weighs 14,400 bytes going in, and as much again once its result is there.
        var memory = await Negative("memory", "--memory", "40kB");
        Assert.Equal(20, (int)memory.Json["succeeded"]!);
        Assert.InRange((long)memory.Json["maxBytesInFlight"]!, 14_400, 4 * 28_800);
    }

    [Fact]
    public async Task Every_nth_takes_one_and_counts_the_others_as_dropped()
    {
        Pictures(7);
        var finished = await Negative("out", "--every", "3");
        Assert.Equal((7, 3, 4, 0), Counts(finished));
        Assert.Equal(["00.png", "03.png", "06.png"], Written("out"));
    }

    [Fact]
    public async Task Fail_fast_ends_with_the_first_failure_and_counts_the_rest_as_cancelled()
    {
        Pictures(40);
        File.WriteAllText(_folder.File("in/05.png"), "no picture");
        var finished = await Negative("out", "--fail-fast");
        Assert.Equal((1, 40, 1), (finished.ExitCode, (int)finished.Json["items"]!, (int)finished.Json["failed"]!));
        Assert.InRange((int)finished.Json["cancelled"]!, 20, 39);
        Assert.Equal(40, (int)finished.Json["succeeded"]! + 1 + (int)finished.Json["cancelled"]!);
    }

    [Fact]
    public async Task Resume_leaves_alone_what_is_there()
    {
        Pictures(5);
        File.WriteAllText(_folder.File("in/03.png"), "no picture");
        Assert.Equal(1, (await Negative("out")).ExitCode);
        SamplePictures.Write(_folder.File("in/03.png"));
        var first = File.GetLastWriteTimeUtc(_folder.File("out/00.png"));
        var finished = await Negative("out", "--resume");
        Assert.Equal((0, 1, 4), (finished.ExitCode, (int)finished.Json["items"]!, (int)finished.Json["skipped"]!));
        Assert.Contains("4 of 5 pictures are there already", finished.Errors, StringComparison.Ordinal);
        Assert.Equal(first, File.GetLastWriteTimeUtc(_folder.File("out/00.png")));
        Assert.Equal(5, Written("out").Length);
    }

    [UnixFact]
    public async Task Run_that_is_interrupted_once_finishes_what_is_in_flight()
    {
        // Many pictures that take a while each: it is interrupted in the midst of them.
        for (var i = 0; i < 60; i++) SamplePictures.Write(_folder.File($"in/{i:00}.png"), 800, 600);
        File.Copy(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), _folder.File("model.onnx"));
        using var process = Actorinfer.Start(_folder.Path, "run", "model.onnx", "in", "-o", "out", "--json");
        var errors = process.StandardError.ReadToEndAsync();
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_folder.File("out/00.png")), TimeSpan.FromMinutes(1)));
        Signals.Send("INT", process);
        var json = JsonNode.Parse(await process.StandardOutput.ReadToEndAsync())!;
        await process.WaitForExitAsync();

        Assert.Equal((130, 60, 0), (process.ExitCode, (int)json["items"]!, (int)json["failed"]!));
        Assert.InRange((int)json["succeeded"]!, 1, 59);
        Assert.Equal(60, (int)json["succeeded"]! + (int)json["cancelled"]!);
        Assert.Equal(Written("out").Length, (int)json["succeeded"]!);
        Assert.DoesNotContain("error", await errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--mode must be sync, batch or async, not 'fast'.", "--mode", "fast")]
    [InlineData("--ordered and --unordered exclude each other.", "--ordered", "--unordered")]
    [InlineData("--parallelism must be 1 or more, not 0.", "--parallelism", "0")]
    [InlineData("--max-in-flight must be 1 or more, not -1.", "--max-in-flight", "-1")]
    [InlineData("--every must be 1 or more, not 0.", "--every", "0")]
    [InlineData("--memory must be a size such as 512MiB or 2GB, not 'much'.", "--memory", "much")]
    [InlineData("--overflow must be backpressure, drop-newest, drop-oldest, latest-only or fail, not 'spill'.", "--overflow", "spill")]
    [InlineData("a group of 8 never fills when only 2 may be in flight; allow more or group fewer.", "--mode", "batch", "--batch", "8", "--max-in-flight", "2")]
    public async Task Setting_that_cannot_work_is_refused_in_words(string words, params string[] options)
    {
        Pictures(1);
        var finished = await Negative("out", options);
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.Contains($"error: {words}", finished.Errors, StringComparison.Ordinal);
    }

    private static (int Items, int Succeeded, int Dropped, int Cancelled) Counts(Finished finished) =>
        ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["dropped"]!, (int)finished.Json["cancelled"]!);

    private void Pictures(int count)
    {
        for (var i = 0; i < count; i++) SamplePictures.Write(_folder.File($"in/{i:00}.png"));
    }

    private string[] Written(string folder) => [.. Directory.GetFiles(_folder.File(folder)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private Task<Finished> Negative(string output, params string[] options)
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        return Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", "in", "-o", output, .. options, "--json"]);
    }
}
