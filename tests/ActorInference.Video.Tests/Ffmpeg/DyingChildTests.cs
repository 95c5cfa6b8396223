namespace ActorInference.Video.Tests;

public sealed class DyingChildTests
{
    // One frame passes (the script's first bytes of what FFmpeg really says), then something goes wrong.
    private const string SomeFrames = "\"$REAL\" \"$@\" | head -c 40000";

    [LinuxFfmpegFact]
    public async Task A_child_that_is_killed_gives_its_frames_and_a_failure_with_the_signal()
    {
        var read = await ReadAsync($"{SomeFrames}; echo 'last words.' >&2; kill -9 $$");

        Assert.InRange(read.Frames.Count, 1, 4);
        Assert.Equal(ErrorKind.SessionFailed, read.Failure!.Kind);
        Assert.EndsWith($"FFmpeg was ended by signal 9 (killed by somebody, or by the system for want of memory) after {read.Frames.Count} frames; try again (last words).", read.Failure.Message, StringComparison.Ordinal);
    }

    [FfmpegTheory]
    [InlineData("KILL", "signal 9 (killed by somebody, or by the system for want of memory)")]
    [InlineData("SEGV", "signal 11 (it crashed)")]
    [InlineData("USR1", "signal 10")]
    [InlineData("TERM", "somebody who told it to end")]
    public async Task FFmpeg_itself_that_is_sent_a_signal_is_not_taken_for_a_damaged_file(string signal, string words)
    {
        if (!OperatingSystem.IsLinux()) return; // looks for it in /proc

        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", seconds: 20, encoding: "-c:v libx264");
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(path))).Value;
        var frames = 0;
        var thrown = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var frame in reader.ReadAsync())
            {
                frame.Dispose();
                if (frames++ == 3) Signals.Send(signal, Assert.Single(Children.With(path)));
            }
        });

        Assert.InRange(frames, 4, 499);
        Assert.Equal(ErrorKind.SessionFailed, thrown.Kind);
        Assert.Equal($"{path}: FFmpeg was ended by {words} after {frames} frames; try again.", thrown.Failure.Message);
    }

    // The codes of FFmpeg 7 are the low byte of its errors: 183 is invalid data, 255 what is not permitted.
    [FfmpegTheory]
    [InlineData(1, "echo broken >&2")]
    [InlineData(183, "echo 'Invalid data found when processing input' >&2")]
    [InlineData(255, "echo 'Operation not permitted' >&2")]
    public async Task A_child_that_ends_by_itself_is_no_killed_one_whatever_its_code(int code, string says)
    {
        if (!OperatingSystem.IsLinux()) return; // a shell script stands for FFmpeg

        var read = await ReadAsync($"{SomeFrames}; {says}; exit {code}");

        Assert.Equal(ErrorKind.InvalidInput, read.Failure!.Kind);
        Assert.Contains($"FFmpeg gave up after {read.Frames.Count} frames with exit code {code} (", read.Failure.Message, StringComparison.Ordinal);
    }

    [LinuxFfmpegFact]
    public async Task A_probe_that_is_killed_does_not_make_the_file_unreadable()
    {
        using var folder = new TemporaryFolder();
        using var scripts = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");

        var failure = await ReadBack.RefusalOfAsync(VideoSource.File(path), new() { Ffmpeg = FakeFfmpeg.Make(scripts, "exit 1", probe: "kill -9 $$") });

        Assert.Equal($"session-failed: {path}: ffprobe, which was to look at it, was ended by signal 9 (killed by somebody, or by the system for want of memory); try again.", failure.ToString());
    }

    [LinuxFfmpegFact]
    public async Task A_child_that_gives_up_gives_its_frames_and_a_failure_in_its_own_words()
    {
        var read = await ReadAsync($"{SomeFrames}; echo '[h264 @ 0x55d0c7a0] the disk is on fire' >&2; echo 'Conversion failed!' >&2; exit 69");

        Assert.InRange(read.Frames.Count, 1, 4);
        Assert.Equal(ErrorKind.InvalidInput, read.Failure!.Kind);
        Assert.EndsWith("with exit code 69 (the disk is on fire).", read.Failure.Message, StringComparison.Ordinal);
    }

    [LinuxFfmpegFact]
    public async Task A_child_that_says_that_memory_ran_out_is_believed()
    {
        var read = await ReadAsync("echo 'Cannot allocate memory' >&2; exit 1");

        Assert.Empty(read.Frames);
        Assert.Equal(ErrorKind.OutOfMemory, read.Failure!.Kind);
    }

    [LinuxFfmpegFact]
    public async Task A_child_that_sends_something_else_is_not_misread()
    {
        var read = await ReadAsync("echo 'this is no container of raw pictures, whatever else it is'");

        Assert.Empty(read.Frames);
        Assert.Equal(ErrorKind.Internal, read.Failure!.Kind);
        Assert.Contains("cannot be understood", read.Failure.Message, StringComparison.Ordinal);
    }

    [LinuxFfmpegFact]
    public async Task A_child_that_was_cut_off_anywhere_gives_whole_frames_only()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mkv", "9x7", encoding: "-c:v ffv1");
        var whole = await ReadBack.OfAsync(path);

        // A frame of 9x7 takes 189 bytes and about 5 of header; the headers of the stream some hundreds.
        for (var length = 0; length < 1200; length += 37)
        {
            using var scripts = new TemporaryFolder();
            var fake = FakeFfmpeg.Make(scripts, $"\"$REAL\" \"$@\" | head -c {length}; exit 1");

            var read = await ReadBack.OfAsync(path, new() { Ffmpeg = fake });

            Assert.Equal(whole.Frames.Take(read.Frames.Count).Select(frame => frame.Digest), read.Frames.Select(frame => frame.Digest));
            Assert.NotNull(read.Failure);
        }
    }

    [LinuxFfmpegFact]
    public async Task A_probe_that_takes_too_long_is_ended()
    {
        using var folder = new TemporaryFolder();
        using var scripts = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");
        var time = new SteppedTime();
        var sleeper = new Sleeper();
        var fake = FakeFfmpeg.Make(scripts, "exit 1", probe: $"exec {sleeper}") with { Time = time, ProbeLimit = TimeSpan.FromSeconds(7) };

        var refusal = ReadBack.RefusalOfAsync(VideoSource.File(path), new() { Ffmpeg = fake });
        time.WaitForTimers(1);
        Assert.True(sleeper.Become(1));
        Assert.False(refusal.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(7));

        var failure = await refusal;
        Assert.Equal(ErrorKind.DeadlineExceeded, failure.Kind);
        Assert.EndsWith("nothing could be read within 7 s; check that it is there and sending, or raise the probe limit.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(sleeper.Processes);
    }

    [LinuxFfmpegFact]
    public async Task A_probe_that_is_cancelled_is_ended()
    {
        using var folder = new TemporaryFolder();
        using var scripts = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");
        var sleeper = new Sleeper();
        var fake = FakeFfmpeg.Make(scripts, "exit 1", probe: $"exec {sleeper}");

        var opening = VideoReader.OpenAsync(VideoSource.File(path), new() { Ffmpeg = fake }, cancel.Token);
        Assert.True(sleeper.Become(1));
        await cancel.CancelAsync();

        Assert.Equal(ErrorKind.Cancelled, (await opening).Failure?.Kind);
        Assert.Empty(sleeper.Processes);
    }

    private static async Task<ReadBack> ReadAsync(string script)
    {
        using var folder = new TemporaryFolder();
        using var scripts = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");
        return await ReadBack.OfAsync(path, new() { Ffmpeg = FakeFfmpeg.Make(scripts, script) });
    }
}
