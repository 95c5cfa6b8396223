namespace ActorInference.Video.Tests;

public sealed class ReconnectTests
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(100);

    [LinuxFfmpegFact]
    public async Task Pauses_double_up_to_the_longest_until_the_source_is_lost()
    {
        using var scripts = new TemporaryFolder();
        var time = new SteppedTime();
        var options = Options(FakeFfmpeg.Make(scripts, "echo 'no signal' >&2; exit 1"), time) with { Reconnect = Steady with { Attempts = 6, MaxBackoff = TimeSpan.FromSeconds(4) } };

        var reading = ReadBack.OfAsync(TestPicture(), options);
        var pauses = Pauses(time, 6);

        var read = await reading;
        Assert.Equal([0.5, 1, 2, 4, 4, 4], pauses);
        Assert.Equal(ErrorKind.InvalidInput, read.Failure!.Kind);
        Assert.Contains("6 attempts in a row did not bring it back; the last ended so: ", read.Failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("(no signal).", read.Failure.Message, StringComparison.Ordinal);
    }

    [LinuxFfmpegFact]
    public async Task Jitter_varies_pauses_by_its_part_and_no_more()
    {
        using var scripts = new TemporaryFolder();
        var time = new SteppedTime();
        var options = Options(FakeFfmpeg.Make(scripts, "exit 1"), time) with { Reconnect = Steady with { Attempts = 12, MaxBackoff = TimeSpan.FromSeconds(0.5), Jitter = 0.5 } };

        var reading = ReadBack.OfAsync(TestPicture(), options);
        var pauses = Pauses(time, 12);

        await reading;
        Assert.All(pauses, pause => Assert.InRange(pause, 0.25, 0.75));
        Assert.True(pauses.Distinct().Count() > 1);
    }

    [FfmpegFact]
    public async Task A_source_that_comes_back_goes_on_with_later_times_and_counted_frames()
    {
        var time = new SteppedTime();
        await using var reader = (await VideoReader.OpenAsync(TestPicture(), Options(new(), time) with { Reconnect = Steady, ReadAhead = 100 })).Value;
        Assert.True(reader.Info.IsLive);
        var seen = new List<(long Index, long Timestamp)>();
        await foreach (var frame in reader.ReadAsync())
        {
            using (frame) seen.Add((frame.Index, frame.Timestamp));
            if (seen.Count == 15) break;
            if (seen.Count % 5 == 0) Pauses(time, 1);
        }

        // Five frames at 25 a second, three times; half a second passes between them.
        Assert.Equal(Enumerable.Range(0, 15).Select(i => (long)i), seen.Select(frame => frame.Index));
        Assert.Equal((long)(0.5 / reader.Info.TimeBase.ToDouble()), seen[5].Timestamp);
        Assert.Equal((long)(1 / reader.Info.TimeBase.ToDouble()), seen[10].Timestamp);
        Assert.Equal(seen.Select(frame => frame.Timestamp).Order(), seen.Select(frame => frame.Timestamp));
        Assert.Equal(2, reader.Reconnects);
    }

    [LinuxFfmpegFact]
    public async Task A_source_that_hangs_is_ended_and_opened_again()
    {
        using var scripts = new TemporaryFolder();
        var time = new SteppedTime();
        var marker = scripts.File("second");
        var sleeper = new Sleeper();
        var fake = FakeFfmpeg.Make(scripts, $"if [ -e {marker} ]; then exec \"$REAL\" \"$@\"; fi; touch {marker}; exec {sleeper}");
        await using var reader = (await VideoReader.OpenAsync(TestPicture(), Options(fake, time) with { Reconnect = Steady })).Value;
        await using var frames = reader.ReadAsync().GetAsyncEnumerator();

        var first = frames.MoveNextAsync().AsTask();
        Assert.True(sleeper.Become(1));
        Assert.True(SpinWait.SpinUntil(() => time.NextDue == Stall, TimeSpan.FromSeconds(20)));
        Assert.False(first.IsCompleted);
        time.Advance(Stall);
        Pauses(time, 1);

        Assert.True(await first);
        frames.Current.Dispose();
        Assert.Empty(sleeper.Processes);
        Assert.Equal(1, reader.Reconnects);
    }

    [LinuxFfmpegFact]
    public async Task Disposing_ends_a_pause()
    {
        using var scripts = new TemporaryFolder();
        var time = new SteppedTime();
        var reader = (await VideoReader.OpenAsync(TestPicture(), Options(FakeFfmpeg.Make(scripts, "exit 1"), time) with { Reconnect = Steady })).Value;
        await using var frames = reader.ReadAsync().GetAsyncEnumerator();
        var first = frames.MoveNextAsync().AsTask();
        Assert.True(SpinWait.SpinUntil(() => time.NextDue == Steady.FirstBackoff, TimeSpan.FromSeconds(20)));

        await reader.DisposeAsync();

        Assert.Equal(ErrorKind.Cancelled, (await Assert.ThrowsAsync<InferenceException>(() => first)).Kind);
        Assert.Null(time.NextDue);
    }

    [FfmpegFact]
    public async Task Without_attempts_the_first_break_is_the_end()
    {
        var read = await ReadBack.OfAsync(TestPicture(), new() { Reconnect = new() { Attempts = 0 } });

        Assert.Equal(5, read.Frames.Count);
        Assert.EndsWith(": it stopped sending after 5 frames.", read.Failure!.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task Frames_of_a_live_source_cannot_be_skipped()
    {
        var failure = await ReadBack.RefusalOfAsync(TestPicture(), new() { Skip = 1 });

        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.Contains("cannot be skipped", failure.Message, StringComparison.Ordinal);
    }

    private static ReconnectOptions Steady { get; } = new() { FirstBackoff = TimeSpan.FromSeconds(0.5), Jitter = 0, Stall = Stall };

    // FFmpeg's own test picture stands for a camera: a device that ends after five frames.
    private static VideoSource TestPicture() => VideoSource.Device("lavfi", "testsrc2=s=64x48:r=25:d=0.2");

    private static VideoReadOptions Options(FfmpegOptions ffmpeg, TimeProvider time) => new() { Ffmpeg = ffmpeg with { Time = time, ProbeLimit = TimeSpan.FromHours(1) } };

    // Waits for pauses, which are the only timers below a minute, passes them, and gives their lengths in seconds.
    private static List<double> Pauses(SteppedTime time, int count)
    {
        var pauses = new List<double>();
        while (pauses.Count < count)
        {
            Assert.True(SpinWait.SpinUntil(() => time.NextDue < TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20)), $"no pause after {pauses.Count}");
            pauses.Add(time.NextDue!.Value.TotalSeconds);
            time.Advance(time.NextDue.Value);
        }

        return pauses;
    }
}
