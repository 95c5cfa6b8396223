namespace ActorInference.Cli.Tests;

/// <summary>What each Ctrl-C does, by what the command is at.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly List<string> _said = [];
    private readonly Terminal.Interruption _interruption;

    public InterruptionTests() => _interruption = new(_said.Add);

    public void Dispose() => _interruption.Dispose();

    [Fact]
    public void Without_a_stream_the_first_cancels_and_the_second_ends_the_process()
    {
        Assert.True(_interruption.Hear());
        Assert.Equal((true, true), (_interruption.Happened, _interruption.Token.IsCancellationRequested));
        Assert.Empty(_said);
        Assert.False(_interruption.Hear());
    }

    [Fact]
    public void In_a_stream_the_first_drains_and_says_so_and_the_second_aborts_and_the_third_ends_the_process()
    {
        using var hold = _interruption.Streams();
        Assert.True(_interruption.Hear());
        Assert.Equal((true, true, false), (_interruption.Happened, hold.KillSwitch.IsFlipped, _interruption.Token.IsCancellationRequested));
        Assert.Null(hold.KillSwitch.Aborted);
        Assert.Equal(["interrupted: what is in flight is finished; once more aborts it"], _said);
        Assert.True(_interruption.Hear());
        Assert.Equal("the run was interrupted.", hold.KillSwitch.Aborted?.Message);
        Assert.True(_interruption.Token.IsCancellationRequested);
        Assert.False(_interruption.Hear());
    }

    [Fact]
    public void Behind_a_stream_that_has_ended_the_first_cancels()
    {
        var hold = _interruption.Streams();
        hold.Dispose();
        Assert.True(_interruption.Hear());
        Assert.True(_interruption.Token.IsCancellationRequested);
        Assert.False(hold.KillSwitch.IsFlipped);
    }

    [Fact]
    public void Behind_a_stream_that_was_drained_the_second_cancels_what_comes_then()
    {
        using (_interruption.Streams()) Assert.True(_interruption.Hear());
        Assert.False(_interruption.Token.IsCancellationRequested);
        Assert.True(_interruption.Hear());
        Assert.True(_interruption.Token.IsCancellationRequested);
    }

    [Fact]
    public void Stream_that_begins_behind_one_that_was_drained_ends_at_once()
    {
        using (_interruption.Streams()) Assert.True(_interruption.Hear());
        using var next = _interruption.Streams();
        Assert.True(next.KillSwitch.IsFlipped);
    }

    [Fact]
    public void Stream_that_ends_late_does_not_take_the_hold_of_the_next()
    {
        var first = _interruption.Streams();
        using var second = _interruption.Streams();
        first.Dispose();
        Assert.True(_interruption.Hear());
        Assert.Equal((true, false), (second.KillSwitch.IsFlipped, _interruption.Token.IsCancellationRequested));
    }

    [UnixFfmpegFact]
    public async Task Second_video_that_is_being_looked_at_is_given_up_at_the_first_and_what_was_done_is_kept()
    {
        using var folder = new TemporaryFolder();
        using var scripts = new TemporaryFolder();
        SamplePictures.WriteNegative(folder.File("model.onnx"));
        var clip = Path.Combine(TestData.Repository, "samples", "media", "balloons.mp4");
        Directory.CreateDirectory(folder.File("in"));
        foreach (var name in new[] { "a.mp4", "b.mp4" }) File.Copy(clip, folder.File($"in/{name}"));
        var begun = scripts.File("begun");
        var hangs = $"case \"$*\" in *b.mp4*) touch {begun}; exec {new Sleeper()} ;; esac; exec \"$REAL\" \"$@\"";
        using var process = Actorinfer.StartWith(FfmpegScript.Write(scripts, "exec \"$REAL\" \"$@\"", hangs), folder.Path, "run", "model.onnx", "in", "-o", "out", "--json");
        var ended = Actorinfer.EndOf(process);
        Assert.True(SpinWait.SpinUntil(() => ended.IsCompleted || File.Exists(begun), TimeSpan.FromMinutes(1)) && !ended.IsCompleted, "the program did not get as far as the second video");

        Signals.Send("INT", process);

        var finished = await ended;
        Assert.True(finished.ExitCode == 130, finished.ToString());
        Assert.Equal((48, 48), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!));
        Assert.Equal(48, Ffmpeg.Times(folder.File("out/a.mp4")).Length);
        Assert.False(File.Exists(folder.File("out/b.mp4")));
    }
}
