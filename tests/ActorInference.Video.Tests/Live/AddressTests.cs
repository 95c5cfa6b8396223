namespace ActorInference.Video.Tests;

public sealed class AddressTests
{
    [FfmpegFact]
    public async Task A_stream_without_an_end_is_live_and_is_opened_again_when_it_breaks_off()
    {
        using var folder = new TemporaryFolder();
        var clip = await File.ReadAllBytesAsync(Clip.Make(folder, "clip.ts", seconds: 0.4, encoding: "-c:v mpeg2video"));
        await using var server = new StreamServer(number => number < 3 ? clip : null);

        var read = await ReadBack.OfAsync(server.Source("live.ts"), new() { Reconnect = Quick });

        // Three connections bring frames, the one that was looked at first among them, and none of the attempts after the last of them brings any.
        Assert.True(read.Info.IsLive);
        Assert.Null(read.Info.Frames);
        Assert.Equal(3 + Quick.Attempts, server.Served);
        Assert.Equal(read.Frames.Count, read.Frames.Select(frame => frame.Timestamp).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, read.Frames.Count).Select(i => (long)i), read.Frames.Select(frame => frame.Index));
        Assert.True(read.Frames.Count % 3 == 0 && read.Frames.Count > 3 * 5, $"{read.Frames.Count} frames");
        Assert.Equal(ErrorKind.InvalidInput, read.Failure!.Kind);
        Assert.Contains("404", read.Failure.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task A_server_for_one_connection_is_enough()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.ts", encoding: "-c:v mpeg2video");
        var clip = await File.ReadAllBytesAsync(path);
        await using var server = new StreamServer(number => number == 0 ? clip : null);

        var read = await ReadBack.OfAsync(server.Source("live.ts"), new() { Reconnect = new() { Attempts = 0 } });

        Assert.Equal(1, server.Served);
        Assert.Equal((await ReadBack.OfAsync(path)).Frames.Select(frame => frame.Digest), read.Frames.Select(frame => frame.Digest));
    }

    [FfmpegFact]
    public async Task A_stream_that_is_joined_long_before_a_key_frame_is_read_from_that_on()
    {
        // Four seconds of pictures that need what was before them: more than the first look takes, and more than the second.
        using var folder = new TemporaryFolder();
        var whole = await File.ReadAllBytesAsync(Clip.Make(folder, "clip.ts", seconds: 12, encoding: "-c:v libx264 -g 125 -keyint_min 125 -sc_threshold 0 -bf 0"));
        var from = whole.Length / 10 / 188 * 188;
        await using var server = new StreamServer(number => number == 0 ? whole[from..] : null);

        var read = await ReadBack.OfAsync(server.Source("live.ts"), new() { Reconnect = new() { Attempts = 0 } });

        Assert.Equal(1, server.Served);
        Assert.Equal(new(64, 48), read.Info.Size);
        Assert.Equal(7 * 25, read.Frames.Count);
    }

    [FfmpegFact]
    public async Task What_a_server_sends_that_is_no_video_is_refused_for_what_it_is()
    {
        var text = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("this is no video. ", 1000)));
        await using var server = new StreamServer(number => number == 0 ? text : null);

        var failure = await ReadBack.RefusalOfAsync(server.Source("text"));

        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.Contains("Invalid data found", failure.Message, StringComparison.Ordinal);
    }

    [LinuxFfmpegFact]
    public async Task A_live_address_is_looked_at_briefly_and_longer_only_where_that_shows_no_picture()
    {
        using var scripts = new TemporaryFolder();
        var log = scripts.File("log");
        var ffmpeg = FakeFfmpeg.Make(scripts, "exit 1", $"echo \"$@\" >> {log}; echo '{{}}'");

        await ReadBack.RefusalOfAsync(VideoSource.Address("rtsp://127.0.0.1/camera"), new() { Ffmpeg = ffmpeg });

        var limits = (await File.ReadAllLinesAsync(log)).Select(line => line.Split(' ')).Select(words => Array.IndexOf(words, "-analyzeduration") is >= 0 and var at ? words[at + 1] : "");
        Assert.Equal(["500000", "2500000", ""], limits);
    }

    [LinuxFfmpegFact]
    public async Task Frames_of_a_live_address_come_with_the_look_that_was_long_enough()
    {
        using var scripts = new TemporaryFolder();
        var log = scripts.File("log");
        const string Stream = "{\"streams\":[{\"index\":0,\"codec_type\":\"video\",\"codec_name\":\"h264\",\"width\":64,\"height\":48,\"pix_fmt\":\"yuv420p\",\"time_base\":\"1/1000\",\"r_frame_rate\":\"25/1\"}]}";
        var ffmpeg = FakeFfmpeg.Make(scripts, $"echo \"$@\" >> {log}; exit 1", $"case \"$*\" in *' 500000 '*) echo '{{}}';; *) echo '{Stream}';; esac");

        var read = await ReadBack.OfAsync(VideoSource.Address("rtsp://127.0.0.1/camera"), new() { Ffmpeg = ffmpeg, Reconnect = new() { Attempts = 0 } });

        Assert.True(read.Info.IsLive);
        Assert.Contains("-analyzeduration 2500000 -rtsp_transport tcp -i rtsp://127.0.0.1/camera", Assert.Single(await File.ReadAllLinesAsync(log)), StringComparison.Ordinal);
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
