using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

public sealed class FailureTests : IDisposable
{
    private static readonly Film Short = Film.Steady(30);
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _tools = new();

    public void Dispose()
    {
        _folder.Dispose();
        _tools.Dispose();
    }

    [FfmpegTheory]
    [InlineData("out.avi")]
    [InlineData("out")]
    public async Task Files_of_unknown_kind_are_refused_with_those_there_are(string name)
    {
        var path = _folder.File(name);

        Assert.Equal(
            $"invalid-input: {path}: video is written as .mp4, .mkv, .webm, .gif, to a folder of pictures (FOLDER/ or FOLDER/%08d.png) or to '-'.",
            (await VideoWriter.OpenAsync(path, Short.Options())).Failure!.ToString());
    }

    [FfmpegFact]
    public async Task A_folder_that_is_not_there_is_said()
    {
        var path = _folder.File("none/out.mp4");

        Assert.Equal($"not-found: {path}: there is no folder {_folder.File("none")}; create it first.", (await VideoWriter.OpenAsync(path, Short.Options())).Failure!.ToString());
    }

    [FfmpegFact]
    public async Task A_target_that_cannot_be_written_is_said_before_the_first_frame()
    {
        var failure = (await VideoWriter.OpenAsync("/proc/out.mp4", Short.Options())).Failure!;

        Assert.StartsWith("invalid-input: /proc/out.mp4: cannot be written: ", failure.ToString(), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task Settings_that_cannot_work_are_refused()
    {
        var options = Short.Options();
        foreach (var (wrong, words) in new[]
        {
            (options with { Size = new(0, 48) }, "A video of 0x48 pixels cannot be written: both must be at least 1."),
            (options with { TimeBase = default }, "A video cannot be written in ticks of 0/0 seconds: both numbers must be above 0."),
            (options with { Resume = true }, "A run can be resumed only when it has an identity: set Run."),
        })
        {
            Assert.Equal($"invalid-input: {words}", (await VideoWriter.OpenAsync(_folder.File("out.mp4"), wrong)).Failure!.ToString());
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [FfmpegFact]
    public async Task A_frame_of_another_size_ends_the_writing()
    {
        await using var writer = (await VideoWriter.OpenAsync(_folder.File("out.mp4"), Short.Options())).Value;
        await Short.WriteTo(writer, 0, 2);
        using var other = new VideoFrame(Picture.Allocate(new(10, 10), "frame 2"), 2, 2002, 1001);

        var failure = await writer.WriteAsync(other);

        Assert.Equal($"invalid-input: frame 2 of frame 2 (10x10) cannot be written to {writer.Path}, whose frames are 64x48; all must have one size.", failure!.ToString());
        Assert.Same(failure, await writer.CompleteAsync());
        Assert.False(File.Exists(writer.Path));
    }

    [FfmpegTheory]
    [InlineData("out.mp4")]
    [InlineData("out.gif")]
    public async Task A_video_without_a_frame_is_a_failure(string name)
    {
        await using (var writer = (await VideoWriter.OpenAsync(_folder.File(name), Short.Options())).Value)
        {
            Assert.Equal($"invalid-input: {writer.Path}: cannot be written: there was not one frame.", (await writer.CompleteAsync())!.ToString());
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [FfmpegFact]
    public async Task An_encoder_that_dies_is_quoted_and_nothing_is_left()
    {
        var ffmpeg = FakeFfmpeg.Make(_tools, "echo '[libx264 @ 0x5581] It is raining.' >&2; echo 'Conversion failed!' >&2; exit 1");

        var failure = await Fail(_folder.File("out.mp4"), Short.Options() with { Ffmpeg = ffmpeg });

        Assert.Equal($"invalid-input: {_folder.File("out.mp4")}: cannot be written: FFmpeg gave up (It is raining).", failure.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [FfmpegFact]
    public async Task An_encoder_that_dies_without_a_word_is_said_with_its_code()
    {
        var failure = await Fail(_folder.File("out.mp4"), Short.Options() with { Ffmpeg = FakeFfmpeg.Make(_tools, "exit 3") });

        Assert.Equal($"invalid-input: {_folder.File("out.mp4")}: cannot be written: FFmpeg gave up (it said nothing and ended with code 3).", failure.ToString());
    }

    [FfmpegFact]
    public async Task An_encoder_that_is_killed_is_said_with_the_signal()
    {
        var failure = await Fail(_folder.File("out.mp4"), Short.Options() with { Ffmpeg = FakeFfmpeg.Make(_tools, "echo 'so far so good' >&2; kill -9 $$") });

        Assert.Equal(
            $"session-failed: {_folder.File("out.mp4")}: cannot be written: FFmpeg was ended by signal 9 (killed by somebody, or by the system for want of memory) (so far so good).",
            failure.ToString());
    }

    [LinuxFfmpegFact]
    public async Task An_encoder_that_takes_nothing_more_and_will_not_end_is_ended_with_its_own_children()
    {
        var sleeper = new Sleeper();
        var ffmpeg = FakeFfmpeg.Make(_tools, $"echo 'I am stuck' >&2; exec 0<&-; {sleeper}; exit 1");

        var failing = Fail(_folder.File("out.mp4"), Short.Options() with { Ffmpeg = ffmpeg });
        Assert.True(sleeper.Become(1));

        Assert.Equal($"invalid-input: {_folder.File("out.mp4")}: cannot be written: FFmpeg gave up (I am stuck).", (await failing).ToString());
        Assert.True(sleeper.Become(0));
    }

    [FfmpegFact]
    public async Task A_disk_that_fills_up_under_the_encoder_is_said_in_its_own_words()
    {
        // A limit on the size of files stands in for the disk: 8 blocks of 512 bytes.
        var ffmpeg = FakeFfmpeg.Make(_tools, "trap '' XFSZ; ulimit -f 8; exec \"$REAL\" \"$@\"");
        var film = Film.Steady(600, new PictureSize(320, 240));

        var failure = await Fail(_folder.File("out.mp4"), film.Options() with { Ffmpeg = ffmpeg }, film);

        Assert.Contains("File too large", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [FfmpegTheory]
    [InlineData("out.mp4")]
    [InlineData("out.mkv")]
    [InlineData("out.gif")]
    public async Task A_disk_that_fills_up_under_the_whole_file_is_quoted_and_leaves_the_parts_to_be_resumed(string name)
    {
        var path = _folder.File(name);
        var options = Short.Options() with { Run = WriteCommand.Identity, Resume = true };
        var ffmpeg = FakeFfmpeg.Make(_tools, "case \"$*\" in *itsoffset*) trap '' XFSZ; ulimit -f 2 ;; esac; exec \"$REAL\" \"$@\"");

        var failure = await Fail(path, options with { Ffmpeg = ffmpeg });

        Assert.StartsWith($"invalid-input: {path}: cannot be written: FFmpeg gave up (", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("File too large", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        await using var writer = (await VideoWriter.OpenAsync(path, options)).Value;
        Assert.Equal(30, writer.NextFrame);
        Assert.Null(await writer.CompleteAsync());
        Assert.Equal(30, Ffmpeg.Times(path).Length);
    }

    [FfmpegFact]
    public async Task Ffmpeg_that_is_not_there_is_said_with_what_to_install()
    {
        var options = Short.Options() with { Ffmpeg = new() { Program = _folder.File("none") } };

        var failure = (await VideoWriter.OpenAsync(_folder.File("out.mp4"), options)).Failure!;

        Assert.Equal(ErrorKind.NotFound, failure.Kind);
        Assert.Contains("install", failure.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task Cancelling_ends_the_encoder_and_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        await using (var writer = (await VideoWriter.OpenAsync(_folder.File("out.mp4"), Short.Options())).Value)
        {
            await Short.WriteTo(writer, 0, 5);
            Assert.NotEmpty(Children.With(_folder.Path));
            await cancel.CancelAsync();
            using var frame = Short.Frame(5);
            Assert.Equal(ErrorKind.Cancelled, (await writer.WriteAsync(frame, cancel.Token))!.Kind);
        }

        Assert.Empty(Children.With(_folder.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [LinuxFfmpegFact]
    public async Task Cancelling_frees_a_write_that_waits_for_a_busy_encoder_and_ends_that_with_its_own_children()
    {
        var sleeper = new Sleeper();
        using var cancel = new CancellationTokenSource();
        var film = Film.Steady(2, new PictureSize(640, 480));
        var ffmpeg = FakeFfmpeg.Make(_tools, $"{sleeper}; exit 1");
        await using var writer = (await VideoWriter.OpenAsync(_folder.File("out.mp4"), film.Options() with { Ffmpeg = ffmpeg })).Value;
        using var frame = film.Frame(0);

        var write = writer.WriteAsync(frame, cancel.Token).AsTask();
        Assert.True(sleeper.Become(1));
        Assert.False(write.IsCompleted);
        await cancel.CancelAsync();

        Assert.Equal(ErrorKind.Cancelled, (await write)!.Kind);
        Assert.True(sleeper.Become(0));
    }

    [FfmpegFact]
    public async Task Disposing_twice_is_once()
    {
        var writer = (await VideoWriter.OpenAsync(_folder.File("out.mp4"), Short.Options())).Value;
        await Short.WriteTo(writer);
        await writer.DisposeAsync();
        await writer.DisposeAsync();

        using var frame = Short.Frame(0);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.WriteAsync(frame));
        Assert.Empty(Children.With(_folder.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    // Writes until something fails.
    private static async Task<Failure> Fail(string path, VideoWriteOptions options, Film? film = null)
    {
        film ??= Short;
        await using var writer = (await VideoWriter.OpenAsync(path, options)).Value;
        for (var index = 0; index < film.Frames; index++)
        {
            using var frame = film.Frame(index);
            if (await writer.WriteAsync(frame) is { } failure) return failure;
        }

        return (await writer.CompleteAsync())!;
    }
}
