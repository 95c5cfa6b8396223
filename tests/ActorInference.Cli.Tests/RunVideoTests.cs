using ActorInference.Video;

namespace ActorInference.Cli.Tests;

/// <summary>Videos through <c>run</c>: what comes out has every frame once, in its time, right side up.</summary>
public sealed class RunVideoTests : IDisposable
{
    private static readonly string Clip = Path.Combine(TestData.Repository, "samples", "media", "balloons.mp4");

    // How many are written before a run is interrupted: a part of fewer than three would be thrown away.
    private const int FramesBefore = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegFact]
    public async Task Every_frame_goes_through_the_model_and_keeps_its_time()
    {
        var finished = await Negative(Clip, "out.mp4");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((48, 48, 0, 0), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["dropped"]!, (int)finished.Json["failed"]!));
        var (before, after) = (await Frames(Clip), await Frames(_folder.File("out.mp4")));
        Assert.Equal(48, after.Count);
        Assert.Equal(before.Select(frame => frame.Time), after.Select(frame => frame.Time));
        foreach (var (frame, negative) in before.Zip(after)) Assert.InRange(255 - frame.Corner - negative.Corner, -12, 12);
        Assert.False(Directory.Exists(_folder.File("out.mp4.partial")));
    }

    [FfmpegFact]
    public async Task Video_among_pictures_goes_into_the_folder_under_its_name()
    {
        SamplePictures.Write(_folder.File("in/a.png"));
        File.Copy(Clip, _folder.File("in/clip.mp4"));
        var finished = await Negative("in", "out");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(49, (int)finished.Json["succeeded"]!);
        Assert.Equal(["a.png", "clip.mp4"], Directory.GetFiles(_folder.File("out")).Select(path => Path.GetFileName(path)).Order());
    }

    [FfmpegFact]
    public async Task Gif_that_moves_is_a_video_and_one_that_does_not_is_a_picture()
    {
        Directory.CreateDirectory(_folder.File("in"));
        Assert.Equal(0, (await Negative(Clip, "moves.gif", "--every", "8")).ExitCode);
        File.Move(_folder.File("moves.gif"), _folder.File("in/moves.gif"));
        File.Move(SamplePictures.Write(_folder.File("in/still.png")), _folder.File("in/still.gif"));
        var finished = await Negative("in", "out");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(["moves.gif", "still.png"], Directory.GetFiles(_folder.File("out")).Select(path => Path.GetFileName(path)).Order());
        Assert.Equal(6, (await Frames(_folder.File("out/moves.gif"))).Count);

        var pictures = await Negative("in", "pictures", "--format", "png");
        Assert.True(pictures.ExitCode == 0, pictures.ToString());
        Assert.Equal(["moves.png", "still.png"], Directory.GetFiles(_folder.File("pictures")).Select(path => Path.GetFileName(path)).Order());
    }

    [FfmpegFact]
    public async Task Folder_for_videos_alone_is_made_with_those_below_it()
    {
        Directory.CreateDirectory(_folder.File("in/below"));
        File.Copy(Clip, _folder.File("in/below/clip.mp4"));
        var finished = await Negative("in", "out/new");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(48, (await Frames(_folder.File("out/new/below/clip.mp4"))).Count);
    }

    [FfmpegTheory]
    [InlineData("none/out.mp4", "there is no folder")]
    [InlineData("none/frames/%08d.png", "there is no folder")]
    [InlineData("taken/%08d.png", "is a file, not a folder.")]
    [InlineData("frames/%8d.png", "%8d is no number of pictures; write %08d.")]
    [InlineData("frames/%08d.bmp", "pictures are written as .jpg, .png or .webp.")]
    [InlineData("out.mp4", "the quality (crf) must be 0, the best, to 51 for H.264, not 52.", "--crf", "52")]
    [InlineData("out.webm", "the quality (crf) must be 0, the best, to 63 for VP9, not 64.", "--crf", "64")]
    [InlineData("out", "the quality (crf) must be 0, the best, to 51 for H.264, not 52.", "--crf", "52")]
    [InlineData("out.gif", "has no quality (crf) to choose, as only H.264 (.mp4, .mkv) and VP9 (.webm) have; leave it out.", "--crf", "20")]
    [InlineData("-", "what went into a pipe cannot be gone on with; name a file, or write without resuming.", "--resume")]
    public async Task Target_that_cannot_be_is_refused_before_the_model_is_loaded(string output, string words, params string[] options)
    {
        File.WriteAllText(_folder.File("taken"), "a file");
        var finished = await Actorinfer.RunIn(_folder.Path, ["run", "none.onnx", Clip, "-o", output, .. options, "--json"]);
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.StartsWith($"error: {(output == "out" ? "out/balloons.mp4" : output)}: ", finished.Errors, StringComparison.Ordinal);
        Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
        Assert.Equal(["taken"], Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)));
    }

    [LinuxFfmpegFact]
    public async Task Codec_that_this_ffmpeg_has_not_is_refused_before_the_model_is_loaded()
    {
        using var scripts = new TemporaryFolder();
        var ffmpeg = FfmpegScript.Write(scripts, without: "libvpx-vp9");
        var finished = await Actorinfer.EndOf(Actorinfer.StartWith(ffmpeg, _folder.Path, "run", "none.onnx", Clip, "-o", "out.webm"));
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.Equal($"error: out.webm: cannot be written: this FFmpeg ({ffmpeg}) was built without the encoder libvpx-vp9; name one that has it by ACTORINFERENCE_FFMPEG, or another kind of target.", finished.Errors.TrimEnd());
    }

    [LinuxFfmpegFact]
    public async Task Pictures_beside_a_video_that_cannot_be_written_are_done_all_the_same()
    {
        using var scripts = new TemporaryFolder();
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        SamplePictures.Write(_folder.File("in/a.png"));
        File.Copy(Clip, _folder.File("in/clip.mp4"));
        var ffmpeg = FfmpegScript.Write(scripts, without: "libx264");
        var finished = await Actorinfer.EndOf(Actorinfer.StartWith(ffmpeg, _folder.Path, "run", "model.onnx", "in", "-o", "out", "--json"));
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Contains("error: out/clip.mp4: cannot be written: this FFmpeg", finished.Errors, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["failed"]!));
    }

    [FfmpegFact]
    public async Task Video_whose_name_looks_like_that_of_pictures_keeps_it()
    {
        File.Copy(Clip, _folder.File("clip%04d.mp4"));
        var finished = await Negative("clip%04d.mp4", "out");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.True(File.Exists(_folder.File("out/clip%04d.mp4")));
    }

    [Theory]
    [InlineData("out.avi", "results go into a folder under the names of their inputs, and this is named as a file")]
    [InlineData("out.png", "results go into a folder under the names of their inputs, and this is named as a file")]
    public async Task Output_that_cannot_be_is_refused_before_the_model_works(string output, string words)
    {
        var finished = await Negative(Clip, output);
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.Contains($"error: --out {output}: {words}", finished.Errors, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.File(output)));
    }

    [FfmpegFact]
    public async Task Frames_go_to_pictures_by_a_pattern()
    {
        var finished = await Negative(Clip, "frames/%04d.png", "--every", "12");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(4, Directory.GetFiles(_folder.File("frames")).Length);
        Assert.Equal((48, 4, 44), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["dropped"]!));
        Assert.Equal(4, (double)finished.Json["throughput"]! * (double)finished.Json["seconds"]!, 0.1); // one that was dropped was not
    }

    [FfmpegFact]
    public async Task Run_that_was_killed_goes_on_and_has_every_frame_once()
    {
        File.Copy(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), _folder.File("model.onnx"));
        string[] arguments = ["run", "model.onnx", Clip, "-o", "out.mp4", "--json"];
        using (var process = Actorinfer.Start(_folder.Path, arguments))
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            var begun = SpinWait.SpinUntil(() => process.HasExited || Directory.Exists(_folder.File("out.mp4.partial")), TimeSpan.FromMinutes(1));
            Assert.True(begun && !process.HasExited, "the program did not get as far as writing");
            process.Kill();
            await process.WaitForExitAsync();
            await Task.WhenAll(output, errors);
        }

        Assert.False(File.Exists(_folder.File("out.mp4")));
        var finished = await Actorinfer.RunIn(_folder.Path, [.. arguments, "--resume"]);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((await Frames(Clip)).Select(frame => frame.Time), (await Frames(_folder.File("out.mp4"))).Select(frame => frame.Time));
        Assert.Equal(48, (int)finished.Json["videos"]![0]!["resumedAt"]! + (int)finished.Json["succeeded"]!);
    }

    [UnixFfmpegFact]
    public async Task Run_that_was_interrupted_goes_on_behind_what_is_done()
    {
        File.Copy(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), _folder.File("model.onnx"));
        string[] arguments = ["run", "model.onnx", Clip, "-o", "out.mp4", "--json"];
        using (var process = Actorinfer.Start(_folder.Path, arguments))
        {
            var ended = Actorinfer.EndOf(process);
            var log = new FileInfo(_folder.File("out.mp4.partial/0001.frames"));
            var begun = SpinWait.SpinUntil(() => ended.IsCompleted || IsThere(log), TimeSpan.FromMinutes(1));
            Assert.True(begun && !ended.IsCompleted, "the program did not get as far as writing");
            Signals.Send("INT", process);
            Assert.Equal(130, (await ended).ExitCode);
        }

        Assert.False(File.Exists(_folder.File("out.mp4")));
        var finished = await Actorinfer.RunIn(_folder.Path, [.. arguments, "--resume"]);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        var resumedAt = (int)finished.Json["videos"]![0]!["resumedAt"]!;
        Assert.InRange(resumedAt, FramesBefore, 47);
        Assert.Equal(48 - resumedAt, (int)finished.Json["succeeded"]!);
        Assert.Contains($"{48 - resumedAt} {(resumedAt == 47 ? "frame" : "frames")} more written to out.mp4, 48 in all; ", finished.Errors, StringComparison.Ordinal);
        Assert.Equal((await Frames(Clip)).Select(frame => frame.Time), (await Frames(_folder.File("out.mp4"))).Select(frame => frame.Time));

        // An entry of the log has 24 bytes.
        static bool IsThere(FileInfo log)
        {
            log.Refresh();
            return log.Exists && log.Length >= FramesBefore * 24;
        }
    }

    [FfmpegFact]
    public async Task Model_that_fails_on_every_frame_gives_ten_lines_and_no_file()
    {
        File.WriteAllBytes(_folder.File("model.onnx"), new TestModel().Input("x", "float32 [N,3,H,W]").Output("y", "float32 [N,3,H,W]").Initializer("column", new float[31], 31, 1).Node("Add", ["x", "column"], ["y"]).Bytes);
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", Clip, "-o", "out.mp4", "--json");
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Equal((48, 0, 48), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["failed"]!));
        Assert.Equal(48, (double)finished.Json["throughput"]! * (double)finished.Json["seconds"]!, 1.0); // a frame that failed was worked on
        Assert.Contains("frame 0", finished.Errors, StringComparison.Ordinal);
        Assert.Contains("38 frames more failed", finished.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.mp4")));
    }

    [FfmpegFact]
    public async Task Standard_input_is_a_source()
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        using var process = Actorinfer.Start(_folder.Path, redirectInput: true, "run", "model.onnx", "-", "-o", "out.mkv", "--json");
        var finished = Actorinfer.EndOf(process);
        await using (var clip = File.OpenRead(Clip)) await clip.CopyToAsync(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        Assert.True((await finished).ExitCode == 0, (await finished).ToString());
        Assert.Equal(48, (await Frames(_folder.File("out.mkv"))).Count);
    }

    [FfmpegFact]
    public async Task Standard_input_that_is_interrupted_leaves_a_video_of_what_came()
    {
        if (OperatingSystem.IsWindows()) return; // SIGINT cannot be sent to another process there

        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        using var process = Actorinfer.Start(_folder.Path, redirectInput: true, "run", "model.onnx", "-", "-o", "out.mkv");
        var finished = Actorinfer.EndOf(process);
        await using (var clip = File.OpenRead(Clip)) await clip.CopyToAsync(process.StandardInput.BaseStream);
        await process.StandardInput.BaseStream.FlushAsync();
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || Directory.Exists(_folder.File("out.mkv.partial")), TimeSpan.FromMinutes(1)) && !process.HasExited);
        Signals.Send("INT", process);
        Assert.True((await finished).ExitCode == 130, (await finished).ToString());
        var count = (await Frames(_folder.File("out.mkv"))).Count;
        Assert.Contains($"{count} {(count == 1 ? "frame" : "frames")} written to out.mkv", (await finished).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: --out out.mp4 is one video, and there are 2 inputs; name a folder.", "a.png", "b.png")]
    [InlineData("error: missing.mp4: there is no such file.", "missing.mp4")]
    public async Task Output_that_is_one_video_takes_one_input_that_is_there(string words, params string[] inputs)
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        var finished = await Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", .. inputs, "-o", "out.mp4"]);
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task File_that_is_no_video_is_one_line()
    {
        File.WriteAllText(_folder.File("a.mp4"), "no video");
        var finished = await Negative("a.mp4", "out.mp4");
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Contains("error: a.mp4: ", finished.Errors, StringComparison.Ordinal);
        Assert.Equal("invalid-input", (string?)finished.Json["failures"]![0]!["kind"]);
    }

    private Task<Finished> Negative(string input, string output, params string[] options)
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        return Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", input, "-o", output, .. options, "--json"]);
    }

    // When each frame is shown, and the red of its upper left corner.
    private static async Task<List<(TimeSpan Time, int Corner)>> Frames(string path)
    {
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(path))).Value;
        var frames = new List<(TimeSpan, int)>();
        await foreach (var frame in reader.ReadAsync())
        {
            using (frame) frames.Add((reader.Info.TimeBase.Times(frame.Timestamp), frame.Picture.Row(2)[6]));
        }

        return frames;
    }
}
