namespace ActorInference.Video.Tests;

public sealed class AddressTests
{
    [FfmpegFact]
    public async Task A_stream_without_an_end_is_live_and_is_opened_again_when_it_breaks_off()
    {
        using var folder = new TemporaryFolder();
        var clip = await File.ReadAllBytesAsync(Clip.Make(folder, "clip.ts", seconds: 0.4, encoding: "-c:v mpeg2video"));
        await using var server = new StreamServer(number => number < 4 ? clip : null);

        var read = await ReadBack.OfAsync(server.Source("live.ts"), new() { Reconnect = Quick });

        // One connection is the probe's; three bring frames, and none of the attempts after the last of them brings any.
        Assert.True(read.Info.IsLive);
        Assert.Null(read.Info.Frames);
        Assert.Equal(1 + 3 + Quick.Attempts, server.Served);
        Assert.Equal(read.Frames.Count, read.Frames.Select(frame => frame.Timestamp).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, read.Frames.Count).Select(i => (long)i), read.Frames.Select(frame => frame.Index));
        Assert.True(read.Frames.Count % 3 == 0 && read.Frames.Count > 3 * 5, $"{read.Frames.Count} frames");
        Assert.Equal(ErrorKind.InvalidInput, read.Failure!.Kind);
        Assert.Contains("404", read.Failure.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task A_video_on_a_server_that_knows_its_length_is_read_as_a_file()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264 -movflags +faststart");
        var bytes = await File.ReadAllBytesAsync(path);
        await using var server = new StreamServer(_ => bytes, withLength: true);

        var read = await ReadBack.OfAsync(server.Source("clip.mp4"));

        Assert.False(read.Info.IsLive);
        Assert.Null(read.Failure);
        Assert.Equal((await ReadBack.OfAsync(path)).Frames, read.Frames);
    }

    [FfmpegFact]
    public async Task A_video_whose_server_hangs_up_in_the_middle_is_truncated()
    {
        using var folder = new TemporaryFolder();
        var bytes = await File.ReadAllBytesAsync(Clip.Make(folder, "clip.mp4", seconds: 4, encoding: "-c:v libx264 -g 10 -movflags +faststart"));
        await using var server = new StreamServer(_ => bytes[..(bytes.Length / 2)]);

        var read = await ReadBack.OfAsync(server.Source("clip.mp4"));

        Assert.False(read.Info.IsLive);
        Assert.InRange(read.Frames.Count, 10, 99);
        Assert.Contains("truncated or damaged", read.Failure!.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task What_a_server_does_not_have_is_not_found()
    {
        await using var server = new StreamServer(_ => null);

        var failure = await ReadBack.RefusalOfAsync(server.Source("nothing.mp4"));

        Assert.Equal(ErrorKind.NotFound, failure.Kind);
        Assert.Contains("404", failure.Message, StringComparison.Ordinal);
    }

    private static ReconnectOptions Quick { get; } = new() { Attempts = 3, FirstBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(10) };
}
