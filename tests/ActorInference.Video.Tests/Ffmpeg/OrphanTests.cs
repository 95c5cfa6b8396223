namespace ActorInference.Video.Tests;

public sealed class OrphanTests
{
    [LinuxFfmpegFact]
    public async Task No_child_is_left_when_all_frames_were_taken()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");

        await ReadBack.OfAsync(path);

        Assert.Empty(Children.With(path));
    }

    [LinuxFfmpegFact]
    public async Task No_child_and_no_pixels_are_left_when_reading_is_broken_off()
    {
        using var folder = new TemporaryFolder();
        var pool = new TensorPool();
        var path = Clip.Make(folder, "clip.mp4", seconds: 20, encoding: "-c:v libx264");
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(path), new() { Pool = pool })).Value;

        await foreach (var frame in reader.ReadAsync())
        {
            using (frame) Assert.Single(Children.With(path));
            break;
        }

        Assert.Empty(Children.With(path));
        Assert.Equal(0, pool.RentedCount);
    }

    [LinuxFfmpegFact]
    public async Task No_child_and_no_pixels_are_left_when_the_reader_is_disposed_while_it_waits_for_room()
    {
        using var folder = new TemporaryFolder();
        var pool = new TensorPool();
        var path = Clip.Make(folder, "clip.mp4", seconds: 20, encoding: "-c:v libx264");
        var reader = (await VideoReader.OpenAsync(VideoSource.File(path), new() { Pool = pool, ReadAhead = 3 })).Value;
        await using var frames = reader.ReadAsync().GetAsyncEnumerator();
        Assert.True(await frames.MoveNextAsync());
        using var first = frames.Current;

        // Three wait for a taker, one for room among them, and one for its successor.
        Assert.True(SpinWait.SpinUntil(() => pool.RentedCount == 6, TimeSpan.FromSeconds(20)));
        await reader.DisposeAsync();

        Assert.Empty(Children.With(path));
        Assert.Equal(1, pool.RentedCount);
    }

    [LinuxFfmpegFact]
    public async Task No_child_is_left_when_reading_is_cancelled()
    {
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var path = Clip.Make(folder, "clip.mp4", seconds: 20, encoding: "-c:v libx264");
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(path))).Value;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in reader.ReadAsync(cancel.Token))
            {
                frame.Dispose();
                await cancel.CancelAsync();
            }
        });

        Assert.Empty(Children.With(path));
    }

    [LinuxFfmpegFact]
    public async Task No_child_is_left_when_our_process_is_killed()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", seconds: 20, encoding: "-c:v libx264");
        using var host = Host.Start("hold", path);
        Assert.Equal("reading", await host.StandardOutput.ReadLineAsync());
        Assert.True(Children.Become(2, path)); // the host and its child

        Signals.Send("KILL", host);
        await host.WaitForExitAsync();

        Assert.True(Children.Become(0, path));
    }

    [LinuxFfmpegFact]
    public async Task No_child_that_is_stuck_is_left_when_our_process_is_killed()
    {
        // It neither reads nor writes, so no broken pipe would end it.
        using var folder = new TemporaryFolder();
        using var scripts = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");
        var sleeper = new Sleeper();
        var fake = FakeFfmpeg.Make(scripts, $"exec {sleeper}");
        using var host = Host.Start("hold", path, fake.Program!);
        Assert.Equal("reading", await host.StandardOutput.ReadLineAsync());
        Assert.True(sleeper.Become(1));

        Signals.Send("KILL", host);
        await host.WaitForExitAsync();

        Assert.True(sleeper.Become(0));
    }

    [LinuxFfmpegFact]
    public async Task Ctrl_C_at_the_terminal_does_not_reach_the_child()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", seconds: 20, encoding: "-c:v libx264");
        using var host = Host.Start("hold", path);
        Assert.Equal("reading", await host.StandardOutput.ReadLineAsync());
        var child = Children.With(path).Single(id => id != host.Id);

        // What a terminal does: the signal goes to the whole group. Ours is one of its own for this, as is that of every job of a shell.
        Assert.NotEqual(GroupOf(host.Id), GroupOf(child));

        host.Kill();
        await host.WaitForExitAsync();

        static string GroupOf(int id) => File.ReadAllText($"/proc/{id}/stat").Split(' ')[4];
    }

    [LinuxFfmpegFact]
    public async Task A_thread_that_ends_elsewhere_does_not_take_the_child_with_it()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", seconds: 4, encoding: "-c:v libx264");
        IAsyncEnumerator<VideoFrame>? frames = null;
        var starter = new Thread(() =>
        {
            var reader = VideoReader.OpenAsync(VideoSource.File(path)).GetAwaiter().GetResult().Value;
            frames = reader.ReadAsync().GetAsyncEnumerator();
            Assert.True(frames.MoveNextAsync().AsTask().GetAwaiter().GetResult());
        });

        starter.Start();
        starter.Join();

        var count = 0;
        do
        {
            frames!.Current.Dispose();
            count++;
        }
        while (await frames.MoveNextAsync());
        await frames.DisposeAsync();
        Assert.Equal(100, count);
    }
}
