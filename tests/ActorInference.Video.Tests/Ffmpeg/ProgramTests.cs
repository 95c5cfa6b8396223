namespace ActorInference.Video.Tests;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("/nowhere/ffmpeg")]
    [InlineData("no-such-program")]
    public async Task A_program_that_is_not_there_is_named_with_what_to_install(string program)
    {
        var failure = await ReadBack.RefusalOfAsync(VideoSource.File("clip.mp4"), new() { Ffmpeg = new() { Program = program } });

        Assert.Equal(ErrorKind.NotFound, failure.Kind);
        Assert.StartsWith($"'{program}', named as FFmpeg, is no program that can be run: install FFmpeg", failure.Message, StringComparison.Ordinal);
        Assert.Contains(FfmpegOptions.Setting, failure.Message, StringComparison.Ordinal);
    }

    [LinuxFfmpegFact]
    public async Task A_file_that_may_not_be_run_is_no_program()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("ffmpeg");
        await File.WriteAllTextAsync(file, "#!/bin/sh\n");

        Assert.Equal(ErrorKind.NotFound, (await ReadBack.RefusalOfAsync(VideoSource.File("clip.mp4"), new() { Ffmpeg = new() { Program = file } })).Kind);
    }

    [LinuxFfmpegFact]
    public async Task FFmpeg_without_ffprobe_beside_it_is_refused()
    {
        using var scripts = new TemporaryFolder();
        var fake = FakeFfmpeg.Make(scripts, "exit 0");
        File.Delete(scripts.File("ffprobe"));

        var failure = await ReadBack.RefusalOfAsync(VideoSource.File("clip.mp4"), new() { Ffmpeg = fake });

        Assert.StartsWith($"There is no program ffprobe beside '{fake.Program}'", failure.Message, StringComparison.Ordinal);
    }

    [LinuxFfmpegFact]
    public async Task A_build_with_a_name_of_its_own_brings_its_own_ffprobe()
    {
        using var folder = new TemporaryFolder();
        using var scripts = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");
        var fake = FakeFfmpeg.Make(scripts, "exec \"$REAL\" \"$@\"");
        File.Move(fake.Program!, scripts.File("ffmpeg-7"));
        File.Move(scripts.File("ffprobe"), scripts.File("ffprobe-7"));

        Assert.Equal(25, (await ReadBack.OfAsync(path, new() { Ffmpeg = new() { Program = scripts.File("ffmpeg-7") } })).Frames.Count);
    }

    [Fact]
    public async Task Options_out_of_range_are_misuse()
    {
        VideoReadOptions[] wrong =
        [
            new() { Skip = -1 },
            new() { ReadAhead = 0 },
            new() { PixelLimit = 0 },
            new() { Ffmpeg = new() { Threads = -1 } },
            new() { Ffmpeg = new() { ProbeLimit = TimeSpan.Zero } },
            new() { Reconnect = new() { Attempts = -1 } },
            new() { Reconnect = new() { FirstBackoff = TimeSpan.Zero } },
            new() { Reconnect = new() { FirstBackoff = TimeSpan.FromSeconds(2), MaxBackoff = TimeSpan.FromSeconds(1) } },
            new() { Reconnect = new() { Jitter = 1.1 } },
            new() { Reconnect = new() { Jitter = double.NaN } },
            new() { Reconnect = new() { Stall = TimeSpan.Zero } },
        ];

        foreach (var options in wrong) await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => VideoReader.OpenAsync(VideoSource.File("clip.mp4"), options));
    }

    [FfmpegFact]
    public async Task A_reader_reads_once()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");
        var reader = (await VideoReader.OpenAsync(VideoSource.File(path))).Value;
        await foreach (var frame in reader.ReadAsync()) frame.Dispose();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.ReadAsync().GetAsyncEnumerator().MoveNextAsync());
        await reader.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadAsync().GetAsyncEnumerator().MoveNextAsync());
    }
}
