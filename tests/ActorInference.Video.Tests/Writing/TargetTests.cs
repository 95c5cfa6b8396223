namespace ActorInference.Video.Tests;

/// <summary>What a path stands for, and what is refused before there is a frame.</summary>
public sealed class TargetTests : IDisposable
{
    private static readonly VideoTargetOptions Usual = new();
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _tools = new();

    public void Dispose()
    {
        _folder.Dispose();
        _tools.Dispose();
    }

    [Theory]
    [InlineData("-", VideoTargetKind.StandardOutput, false)]
    [InlineData("a.mp4", VideoTargetKind.File, false)]
    [InlineData("a.MKV", VideoTargetKind.File, false)]
    [InlineData("50%/a.webm", VideoTargetKind.File, false)]
    [InlineData("%d/a.gif", VideoTargetKind.File, false)]
    [InlineData("frames/", VideoTargetKind.Pictures, true)]
    [InlineData("frames.mp4/", VideoTargetKind.Pictures, true)]
    [InlineData("frames/%08d.png", VideoTargetKind.Pictures, false)]
    [InlineData("a-%d-b.jpeg", VideoTargetKind.Pictures, false)]
    [InlineData("%099d.webp", VideoTargetKind.Pictures, false)]
    public void Path_stands_for_one_kind_of_target(string path, VideoTargetKind kind, bool isFolder)
    {
        var target = VideoTarget.Parse(path).Value;

        Assert.Equal((path, kind, isFolder), (target.Path, target.Kind, target.IsFolder));
    }

    [Fact]
    public void Folder_that_is_there_is_one_whatever_its_name()
    {
        Directory.CreateDirectory(_folder.File("a.mp4"));

        Assert.True(VideoTarget.Parse(_folder.File("a.mp4")).Value.IsFolder);
        Assert.Equal("is a folder.", VideoTarget.File(_folder.File("a.mp4")).Value.CheckPlace(Usual)!.Message[(_folder.File("a.mp4").Length + 2)..]);
    }

    [Theory]
    [InlineData("a/%8d.png", "%8d is no number of pictures; write %08d.")]
    [InlineData("a/%00d.png", "%00d is no number of pictures; write %08d.")]
    [InlineData("a/%100d.png", "%100d is no number of pictures; write %08d.")]
    [InlineData("a/%04i.png", "%04i is no number of pictures; write %04d.")]
    [InlineData("a/%02d-%04d.png", "pictures have one number in their names, and here are 2; leave one.")]
    [InlineData("a/%08d.bmp", "pictures are written as .jpg, .png or .webp.")]
    [InlineData("a/%08d", "pictures are written as .jpg, .png or .webp.")]
    [InlineData("a.avi", "video is written as .mp4, .mkv, .webm, .gif, to a folder of pictures (FOLDER/ or FOLDER/%08d.png) or to '-'.")]
    [InlineData("50%.png", "video is written as .mp4, .mkv, .webm, .gif, to a folder of pictures (FOLDER/ or FOLDER/%08d.png) or to '-'.")]
    [InlineData("", "video is written as .mp4, .mkv, .webm, .gif, to a folder of pictures (FOLDER/ or FOLDER/%08d.png) or to '-'.")]
    public async Task Path_that_stands_for_none_is_refused_with_what_would_be_right(string path, string words)
    {
        Assert.Equal($"invalid-input: {path}: {words}", VideoTarget.Parse(path).Failure!.ToString());
        Assert.Equal($"invalid-input: {path}: {words}", (await VideoWriter.OpenAsync(path, Film.Steady(1).Options())).Failure!.ToString());
    }

    [FfmpegTheory]
    [InlineData("a.mp4", 51, "the quality (crf) must be 0, the best, to 51 for H.264, not 52.")]
    [InlineData("a.mkv", 51, "the quality (crf) must be 0, the best, to 51 for H.264, not 52.")]
    [InlineData("a.webm", 63, "the quality (crf) must be 0, the best, to 63 for VP9, not 64.")]
    public async Task Quality_has_the_range_of_the_codec(string name, int most, string words)
    {
        var target = VideoTarget.Parse(_folder.File(name)).Value;

        Assert.Null(target.Check(Usual with { Quality = 0 }));
        Assert.Null(target.Check(Usual with { Quality = most }));
        Assert.NotNull(target.Check(Usual with { Quality = -1 }));
        Assert.Equal($"{target}: {words}", target.Check(Usual with { Quality = most + 1 })!.Message);
        await Film.Steady(3).Write(target.Path, Film.Steady(3).Options() with { Quality = most });
        Assert.Equal($"{target}: {words}", (await VideoWriter.OpenAsync(target, Film.Steady(3).Options() with { Quality = most + 1 })).Failure!.Message);
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("frames/")]
    [InlineData("-")]
    public void Quality_is_refused_where_there_is_none(string path) =>
        Assert.Equal($"{path}: has no quality (crf) to choose, as only H.264 (.mp4, .mkv) and VP9 (.webm) have; leave it out.", VideoTarget.Parse(path).Value.Check(Usual with { Quality = 20 })!.Message);

    [LinuxFfmpegFact]
    public async Task What_ffmpeg_was_built_without_is_said_of_targets_that_need_it_alone()
    {
        foreach (var (without, refused, what) in new[] { ("libvpx-vp9", "a.webm", "encoder"), ("libx264", "a.mp4", "encoder"), ("libx264rgb", "a.gif", "encoder"), ("matroska", "a.mkv", "container"), ("gif", "a.gif", "encoder") })
        {
            using var tools = new TemporaryFolder();
            var ffmpeg = FfmpegScript.Write(tools, without: without);
            var options = Film.Steady(1).Options() with { Ffmpeg = new() { Program = ffmpeg } };
            var path = _folder.File(refused);

            Assert.Equal(
                $"invalid-input: {path}: cannot be written: this FFmpeg ({ffmpeg}) was built without the {what} {without}; name one that has it by ACTORINFERENCE_FFMPEG, or another kind of target.",
                (await VideoWriter.OpenAsync(path, options)).Failure?.ToString());
            Assert.Null(await VideoTarget.Parse(_folder.File("frames/")).Value.CheckAsync(options));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [LinuxFfmpegFact]
    public async Task Encoder_of_sound_that_ffmpeg_has_not_is_said_before_the_first_frame()
    {
        var source = Ffmpeg.Make("-f lavfi -i testsrc2=s=64x48:r=25 -f lavfi -i sine -t 1 -c:v libx264 -c:a aac", _folder.File("in.mp4"));
        var options = Film.Steady(1).Options() with { Sound = source, Ffmpeg = new() { Program = FfmpegScript.Write(_tools, without: "libopus") } };

        Assert.Contains("was built without the encoder libopus;", (await VideoWriter.OpenAsync(_folder.File("a.webm"), options)).Failure!.Message, StringComparison.Ordinal);
        await using var copied = (await VideoWriter.OpenAsync(_folder.File("a.mkv"), options)).Value;
    }

    [LinuxFfmpegFact]
    public async Task Ffmpeg_that_does_not_say_what_it_has_is_not_refused_for_it()
    {
        var program = _tools.File("ffmpeg");
        FfmpegScript.Write(_tools);
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexit 1\n");

        Assert.Null(await VideoTarget.Parse("a.mp4").Value.CheckProgramAsync(Usual with { Ffmpeg = new() { Program = program } }));
    }

    [LinuxFfmpegFact]
    public async Task Asking_that_is_cancelled_is_no_want_of_an_encoder()
    {
        using var cancel = new CancellationTokenSource();
        var sleeper = new Sleeper();
        var program = _tools.File("ffmpeg");
        FfmpegScript.Write(_tools);
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec {sleeper}\n");

        var checking = VideoTarget.Parse("a.mp4").Value.CheckProgramAsync(Usual with { Ffmpeg = new() { Program = program } }, cancel.Token);
        Assert.True(sleeper.Become(1));
        await cancel.CancelAsync();

        Assert.Equal(ErrorKind.Cancelled, (await checking)!.Kind);
        Assert.Empty(sleeper.Processes);
    }

    [Fact]
    public void Place_that_cannot_be_written_to_is_said_and_nothing_is_left_in_one_that_can()
    {
        File.WriteAllText(_folder.File("taken"), "a file");

        Assert.Equal($"not-found: {_folder.File("none/a/%d.png")}: there is no folder {_folder.File("none")}; create it first.", Place("none/a/%d.png")!.ToString());
        Assert.Equal($"invalid-input: {_folder.File("taken/%d.png")}: {_folder.File("taken")} is a file, not a folder.", Place("taken/%d.png")!.ToString());
        Assert.Null(Place("a.mp4"));
        Assert.Null(Place("frames/"));
        Assert.Equal(["taken"], Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void Folder_with_such_pictures_is_refused_unless_a_run_goes_on_that_was_moving_them_there()
    {
        Directory.CreateDirectory(_folder.File("frames"));
        File.WriteAllText(_folder.File("frames/00000000.png"), "a picture");

        Assert.Contains("already holds 00000000.png", Place("frames/")!.Message, StringComparison.Ordinal);
        Assert.NotNull(Place("frames/", Usual with { Resume = true }));
        Directory.CreateDirectory(_folder.File("frames.partial"));
        Assert.NotNull(Place("frames/"));
        Assert.Null(Place("frames/", Usual with { Resume = true }));
    }

    private Failure? Place(string name, VideoTargetOptions? options = null) => VideoTarget.Parse(_folder.File(name)).Value.CheckPlace(options ?? Usual);
}
