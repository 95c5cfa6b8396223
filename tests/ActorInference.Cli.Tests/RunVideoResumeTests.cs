using System.Diagnostics;

namespace ActorInference.Cli.Tests;

/// <summary><c>run --resume</c> on videos: what is finished is left alone, what is not is gone on with, and what is of another run is refused in words.</summary>
public sealed class RunVideoResumeTests : IDisposable
{
    private static readonly string Clip = Path.Combine(TestData.Repository, "samples", "media", "balloons.mp4");
    private readonly TemporaryFolder _folder = new();

    public RunVideoResumeTests() => SamplePictures.WriteNegative(_folder.File("model.onnx"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.mkv")]
    [InlineData("out.webm")]
    [InlineData("out.gif")]
    public async Task Video_that_is_finished_is_left_alone(string output)
    {
        File.WriteAllText(_folder.File(output), "made earlier");
        var finished = await RunAsync(Clip, output, "--resume");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((0, 0, 1), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["skipped"]!));
        Assert.True((bool)finished.Json["videos"]![0]!["skipped"]!);
        Assert.Contains($"{output} is there already; without --resume it is made anew\n", finished.Errors, StringComparison.Ordinal);
        Assert.Equal("made earlier", File.ReadAllText(_folder.File(output)));
    }

    [Fact]
    public async Task Video_of_a_folder_is_left_alone_though_its_name_looks_like_that_of_pictures()
    {
        foreach (var name in new[] { "in", "out" }) Directory.CreateDirectory(_folder.File(name));
        File.Copy(Clip, _folder.File("in/clip%03d.mp4"));
        File.WriteAllText(_folder.File("out/clip%03d.mp4"), "made earlier");
        var finished = await RunAsync("in", "out", "--resume");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((0, 1), ((int)finished.Json["items"]!, (int)finished.Json["skipped"]!));
        Assert.Equal("made earlier", File.ReadAllText(_folder.File("out/clip%03d.mp4")));
    }

    [FfmpegFact]
    public async Task Video_that_is_finished_is_made_anew_without_resume()
    {
        File.WriteAllText(_folder.File("out.mp4"), "made earlier");
        var finished = await RunAsync(Clip, "out.mp4");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((48, 0), ((int)finished.Json["succeeded"]!, (int)finished.Json["skipped"]!));
        Assert.Equal(48, (await VideoTimes.OfAsync(_folder.File("out.mp4"))).Count);
    }

    [FfmpegFact]
    public async Task Pictures_of_a_video_that_is_finished_are_left_alone()
    {
        Assert.Equal(0, (await RunAsync(Clip, "frames/%04d.png", "--every", "12")).ExitCode);
        var finished = await RunAsync(Clip, "frames/%04d.png", "--resume");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((0, 1), ((int)finished.Json["items"]!, (int)finished.Json["skipped"]!));
        Assert.Contains("frames/%04d.png: 4 pictures are there already; to have them made anew, remove them first\n", finished.Errors, StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(_folder.File("frames")).Length);
    }

    [FfmpegFact]
    public async Task Of_several_videos_and_pictures_only_those_are_done_that_are_not_there()
    {
        Directory.CreateDirectory(_folder.File("in"));
        Directory.CreateDirectory(_folder.File("out"));
        foreach (var name in new[] { "a.mp4", "b.mp4", "c.mov" }) File.Copy(Clip, _folder.File($"in/{name}"));
        SamplePictures.Write(_folder.File("in/d.png"));
        foreach (var name in new[] { "a.mp4", "c.mp4", "d.png" }) File.WriteAllText(_folder.File($"out/{name}"), "made earlier");
        var finished = await RunAsync("in", "out", "--resume");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((48, 48, 3), ((int)finished.Json["items"]!, (int)finished.Json["succeeded"]!, (int)finished.Json["skipped"]!));
        Assert.Contains("2 of 3 videos are there already; without --resume they are made anew\n", finished.Errors, StringComparison.Ordinal);
        Assert.Equal(
            ["in/a.mp4 True", "in/b.mp4 ", "in/c.mov True"],
            finished.Json["videos"]!.AsArray().Select(video => $"{video!["input"]} {(bool?)video["skipped"]}").Order(StringComparer.Ordinal));
        Assert.Equal(48, (await VideoTimes.OfAsync(_folder.File("out/b.mp4"))).Count);
        Assert.Equal("made earlier", File.ReadAllText(_folder.File("out/a.mp4")));
    }

    [FfmpegFact]
    public async Task Video_with_an_unfinished_run_beside_it_is_gone_on_with_though_an_older_one_is_there()
    {
        await StopInTheDarkAsync("out.mp4");
        File.WriteAllText(_folder.File("out.mp4"), "made earlier");
        var finished = await RunAsync("dark.mp4", "out.mp4", "--resume");
        Assert.Equal(0, (int)finished.Json["skipped"]!);
        Assert.Equal(DarkFailure.Light, (int)finished.Json["videos"]![0]!["resumedAt"]!);
        Assert.Equal(await VideoTimes.OfAsync(_folder.File("dark.mp4")), await VideoTimes.OfAsync(_folder.File("out.mp4")));
    }

    [FfmpegFact]
    public async Task Run_that_ended_with_a_failure_has_every_frame_once_when_it_is_gone_on_with()
    {
        DarkFailure.WriteModel(_folder.File("model.onnx"), takesGain: true);
        await DarkFailure.WriteClipAsync(_folder.File("dark.mp4"), DarkFailure.Light, DarkFailure.Dark, DarkFailure.Light);
        var stopped = (await RunAsync("dark.mp4", "out.mp4", "--fail-fast")).Json;
        Assert.Equal((int)stopped["succeeded"]!, (int)stopped["videos"]![0]!["written"]!);
        Assert.Equal((int)stopped["items"]!, (int)stopped["succeeded"]! + (int)stopped["failed"]! + (int)stopped["cancelled"]!);
        await RunAsync("dark.mp4", "out.mp4", "--resume");
        Assert.Equal(await VideoTimes.OfAsync(_folder.File("dark.mp4")), await VideoTimes.OfAsync(_folder.File("out.mp4")));
    }

    [FfmpegFact]
    public async Task Summary_counts_the_new_frames_and_all_of_them()
    {
        await StopInTheDarkAsync("out.mp4");
        var finished = await RunAsync("dark.mp4", "out.mp4", "--resume");
        Assert.Contains("out.mp4: 25 frames are there already; going on with frame 25\n", finished.Errors, StringComparison.Ordinal);
        var video = finished.Json["videos"]![0]!;
        Assert.Equal((25, 30, 55), ((int)video["resumedAt"]!, (int)video["written"]!, (int)video["framesInAll"]!));
        Assert.Contains("30 frames more written to out.mp4, 55 in all, 5 failed; ", finished.Errors, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task Video_of_which_nothing_more_comes_through_the_model_is_not_cut_short()
    {
        await StopInTheDarkAsync("out.mp4", [DarkFailure.Light, DarkFailure.Dark]);
        var finished = await RunAsync("dark.mp4", "out.mp4", "--resume");
        Assert.True(finished.ExitCode == 1, finished.ToString());
        Assert.Contains("error: dark.mp4: not one more frame came through the model. out.mp4 is not finished: 0 frames more are done, 25 in all; --resume goes on from there.\n", finished.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.mp4")));
    }

    [FfmpegFact]
    public async Task Summary_of_a_run_that_went_through_counts_once()
    {
        var finished = await RunAsync(Clip, "out.mp4", "--resume");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Contains("\n48 frames written to out.mp4; ", finished.Errors, StringComparison.Ordinal);
        var video = finished.Json["videos"]![0]!;
        Assert.Equal((48, 48), ((int)video["written"]!, (int)video["framesInAll"]!));
    }

    [FfmpegFact]
    public async Task Damaged_file_gives_what_was_good_of_it_and_says_both()
    {
        // Its index comes first, so that what is missing is frames.
        using (var ffmpeg = Process.Start("ffmpeg", $"-loglevel error -i {Clip} -c copy -movflags +faststart {_folder.File("whole.mp4")}")) await ffmpeg.WaitForExitAsync();
        var whole = await File.ReadAllBytesAsync(_folder.File("whole.mp4"));
        await File.WriteAllBytesAsync(_folder.File("cut.mp4"), whole[..(whole.Length * 3 / 4)]);
        var finished = await RunAsync("cut.mp4", "out.mp4");
        Assert.True(finished.ExitCode == 1, finished.ToString());
        var count = (await VideoTimes.OfAsync(_folder.File("out.mp4"))).Count;
        Assert.InRange(count, 5, 47);
        Assert.Contains("error: cut.mp4: it is truncated or damaged: ", finished.Errors, StringComparison.Ordinal);
        Assert.Contains($"\n{count} frames written to out.mp4", finished.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out.mp4.partial")));
    }

    [LinuxFfmpegTheory]
    [InlineData("out.mp4", "out.mp4.partial/0001.frames", 5 * 24)] // an entry of the log has 24 bytes
    [InlineData("frames/%04d.png", "frames.partial/0004.png", 1)]
    public async Task Reader_that_is_killed_leaves_the_target_to_be_gone_on_with(string output, string begun, int bytes)
    {
        File.Copy(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"), _folder.File("model.onnx"), overwrite: true);
        File.Copy(Clip, _folder.File("clip.mp4"));
        using (var process = Actorinfer.Start(_folder.Path, "run", "model.onnx", "clip.mp4", "-o", output, "--json"))
        {
            var ended = Actorinfer.EndOf(process);
            Assert.True(SpinWait.SpinUntil(() => ended.IsCompleted || (new FileInfo(_folder.File(begun)) is { Exists: true } file && file.Length >= bytes), TimeSpan.FromMinutes(1)) && !ended.IsCompleted, "the program did not get as far as writing");
            DecodingFfmpeg.Of(_folder.File("clip.mp4")).Kill();
            var killed = await ended;
            Assert.True(killed.ExitCode == 1, killed.ToString());
            var written = (int)killed.Json["videos"]![0]!["written"]!;
            Assert.InRange(written, 5, 47);
            Assert.Contains("error: clip.mp4: FFmpeg was ended by signal 9 (killed by somebody, or by the system for want of memory) after ", killed.Errors, StringComparison.Ordinal);
            Assert.Contains($" frames; try again. {output} is not finished: {written} frames are done; --resume goes on from there.\n", killed.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("written to", killed.Errors, StringComparison.Ordinal);
            Assert.Equal("session-failed", (string?)killed.Json["failures"]![0]!["kind"]);
        }

        Assert.Empty(Directory.GetFiles(_folder.Path, "out.*"));
        Assert.False(Directory.Exists(_folder.File("frames")));
        var finished = await RunAsync("clip.mp4", output, "--resume");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        var video = finished.Json["videos"]![0]!;
        Assert.InRange((int)video["resumedAt"]!, 5, 47);
        Assert.Equal((48 - (int)video["resumedAt"]!, 48), ((int)video["written"]!, (int)video["framesInAll"]!));
        if (output == "out.mp4") Assert.Equal(await VideoTimes.OfAsync(Clip), await VideoTimes.OfAsync(_folder.File(output)));
        else Assert.Equal(48, Directory.GetFiles(_folder.File("frames")).Length);
    }

    [FfmpegFact]
    public async Task Run_of_another_model_or_other_options_is_refused_with_what_differs()
    {
        await StopInTheDarkAsync("out.mp4", options: ["--crf", "20"]);
        await DarkFailure.WriteClipAsync(_folder.File("other.mp4"), DarkFailure.Light);
        foreach (var (arguments, words) in new (string[] Arguments, string Words)[]
        {
            (["dark.mp4"], "--crf was 20 then and is not given now"),
            (["dark.mp4", "--crf", "22", "--every", "2"], "--crf was 20 then and is 22 now; --every was 1 then and is 2 now"),
            (["dark.mp4", "--crf", "20", "--source-size"], "--source-size was not given then and is given now"),
            (["dark.mp4", "--crf", "20", "--set", "gain=[0.5]"], "--set gain was [1] then and is [0.5] now"),
            (["dark.mp4", "--crf", "20", "--size", "32"], "the preparation was NCHW RGB float32, 0..1, own size then and is NCHW RGB float32, 0..1, own size up to 32 pixels a side now"),
            (["other.mp4", "--crf", "20"], $"the video was {_folder.File("dark.mp4")} then and is {_folder.File("other.mp4")} now"),
        })
        {
            await RefusedAsync(arguments, words);
        }

        File.SetLastWriteTimeUtc(_folder.File("model.onnx"), DateTime.UnixEpoch);
        await RefusedAsync(["dark.mp4", "--crf", "20"], $"the model {_folder.File("model.onnx")} has changed since");
        File.SetLastWriteTimeUtc(_folder.File("dark.mp4"), DateTime.UnixEpoch);
        await RefusedAsync(["dark.mp4", "--crf", "20"], $"the video {_folder.File("dark.mp4")} has changed since; the model {_folder.File("model.onnx")} has changed since");
        Assert.True(File.Exists(_folder.File("out.mp4.partial/0001.mp4")));

        async Task RefusedAsync(string[] arguments, string words)
        {
            string[] gain = arguments.Contains("--set") ? [] : ["--set", "gain=[1]"];
            var finished = await Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", .. arguments, "-o", "out.mp4", "--layout", "NCHW", "--resume", .. gain]);
            Assert.True(finished.ExitCode == 1, finished.ToString());
            Assert.Contains(
                $"error: {_folder.File("out.mp4")}: cannot go on with the unfinished run in {_folder.File("out.mp4")}.partial: {words}. "
                + "Resume it with what it was begun with, name another target, or begin anew without resuming.\n",
                finished.Errors,
                StringComparison.Ordinal);
        }
    }

    [FfmpegFact]
    public async Task Unfinished_run_of_an_earlier_version_is_refused_and_can_be_begun_anew()
    {
        await StopInTheDarkAsync("out.mp4");
        File.WriteAllText(
            _folder.File("out.mp4.partial/run.json"),
            """{"Run":{"Source":"/dark.mp4","Length":1,"Modified":"1970-01-01T00:00:00+00:00","Settings":"/model.onnx 5 NCHW False  1"},"Encoding":"ffmpeg version 5.1 of 64x48"}""");
        var refused = await RunAsync("dark.mp4", "out.mp4", "--resume");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Contains("its run.json is damaged, or of another version of this program; begin anew without resuming.\n", refused.Errors, StringComparison.Ordinal);
        var anew = await RunAsync("dark.mp4", "out.mp4");
        Assert.Equal(55, (int)anew.Json["videos"]![0]!["framesInAll"]!);
    }

    // A run that ends with its first failure leaves the frames before it: there are as many as are light.
    private async Task StopInTheDarkAsync(string output, int[]? parts = null, params string[] options)
    {
        parts ??= [DarkFailure.Light, DarkFailure.Dark, DarkFailure.Light];
        DarkFailure.WriteModel(_folder.File("model.onnx"), takesGain: true);
        await DarkFailure.WriteClipAsync(_folder.File("dark.mp4"), parts);
        var stopped = await RunAsync("dark.mp4", output, ["--fail-fast", "--mode", "sync", .. options]);
        Assert.True(stopped.ExitCode == 1, stopped.ToString());
        Assert.Contains($"{output} is not finished: {DarkFailure.Light} frames are done; --resume goes on from there", stopped.Errors, StringComparison.Ordinal);
    }

    private Task<Finished> RunAsync(string input, string output, params string[] options)
    {
        string[] gain = input == "dark.mp4" ? ["--set", "gain=[1]"] : [];
        return Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", input, "-o", output, "--layout", "NCHW", .. options, .. gain, "--json"]);
    }
}
