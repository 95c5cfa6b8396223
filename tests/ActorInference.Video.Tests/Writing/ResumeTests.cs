namespace ActorInference.Video.Tests;

public sealed class ResumeTests : IDisposable
{
    // Two seconds are a group of pictures: 12 frames, so that there are many.
    private static readonly Film Grouped = Film.Steady(50, timeBase: new(1, 6), ticks: 1);

    // Settings were one text, and so was the encoding.
    private const string OfAnEarlierVersion = """{"Run":{"Source":"a film","Length":1,"Modified":"1970-01-01T00:00:00+00:00","Settings":"/a.onnx 5 NCHW False 18"},"Encoding":"ffmpeg version 5.1 of 64x48"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory]
    [InlineData("out.mp4", 0, 0)]
    [InlineData("out.mp4", 2, 0)] // too few to go on with
    [InlineData("out.mp4", 3, 3)]
    [InlineData("out.mp4", 25, 25)]
    [InlineData("out.mkv", 25, 25)]
    [InlineData("out.webm", 25, 25)]
    [InlineData("out.gif", 25, 25)]
    [InlineData("out.mp4", 49, 49)]
    [InlineData("out.mp4", 50, 50)]
    public async Task A_run_that_was_let_go_goes_on_with_the_next_frame(string name, int stop, int next)
    {
        var path = _folder.File(name);
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value) await Grouped.WriteTo(writer, 0, stop);
        Assert.False(File.Exists(path));

        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value)
        {
            Assert.Equal((next, next), (writer.NextFrame, writer.WrittenBefore));
            await Grouped.WriteTo(writer, next);
            Assert.Equal(Grouped.Frames, writer.WrittenBefore + writer.Written);
            Assert.Null(await writer.CompleteAsync());
        }

        AssertWhole(path, Grouped);
        Assert.Equal([name], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [FfmpegFact]
    public async Task A_run_may_stop_again_and_again()
    {
        var path = _folder.File("out.mp4");
        foreach (var stop in new[] { 3, 7, 20, 33, 36 })
        {
            await using var writer = (await VideoWriter.OpenAsync(path, Options())).Value;
            await Grouped.WriteTo(writer, writer.NextFrame, stop);
        }

        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value)
        {
            Assert.Equal(36, writer.NextFrame);
            await Grouped.WriteTo(writer, 36);
            Assert.Null(await writer.CompleteAsync());
        }

        AssertWhole(path, Grouped);
    }

    [FfmpegFact]
    public async Task Uneven_times_are_exact_across_a_stop()
    {
        var path = _folder.File("out.mp4");
        var film = new Film(Film.Small, new(1, 90000), [5, 90, 91, 92, 40000, 900000, 900001, 900007, 1000000], 77);
        var options = film.Options() with { IsVariableFrameRate = true, Run = WriteCommand.Identity, Resume = true };
        await using (var writer = (await VideoWriter.OpenAsync(path, options)).Value) await film.WriteTo(writer, 0, 5);

        await using (var writer = (await VideoWriter.OpenAsync(path, options)).Value)
        {
            await film.WriteTo(writer, writer.NextFrame);
            Assert.Null(await writer.CompleteAsync());
        }

        Assert.Equal(film.Times, Ffmpeg.Times(path));
    }

    [FfmpegFact]
    public async Task Frames_that_were_left_out_do_not_mislead_where_to_go_on()
    {
        var path = _folder.File("out.mp4");
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value)
        {
            await Grouped.WriteTo(writer, 0, 10);
            await Grouped.WriteTo(writer, 20, 30);
        }

        await using var resumed = (await VideoWriter.OpenAsync(path, Options())).Value;

        Assert.Equal((30, 20), (resumed.NextFrame, resumed.WrittenBefore));
    }

    [FfmpegFact]
    public async Task A_part_cut_off_anywhere_is_good_up_to_its_last_whole_group()
    {
        var path = _folder.File("out.mp4");
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value) await Grouped.WriteTo(writer);
        var part = _folder.File("out.mp4.partial/0001.mp4");
        var log = _folder.File("out.mp4.partial/0001.frames");
        var (video, frames) = (await File.ReadAllBytesAsync(part), await File.ReadAllBytesAsync(log));

        // Where fragments end: a cut there, and on both sides of it, and at many places between.
        var ends = Ends(video);
        var groups = Groups(part);
        Assert.True(groups.Length >= 5);
        Assert.Equal(ends.Length, groups.Length);
        var cuts = Enumerable.Range(0, (video.Length / 97) + 1).Select(cut => cut * 97).Concat(ends.SelectMany(end => new[] { end - 1, end, end + 1 })).Where(cut => cut <= video.Length).Order();
        foreach (var cut in cuts)
        {
            await File.WriteAllBytesAsync(part, video[..cut]);
            await File.WriteAllBytesAsync(log, frames);

            await using var writer = (await VideoWriter.OpenAsync(path, Options())).Value;

            Assert.Equal(groups.Take(ends.Count(end => end <= cut)).Sum(), writer.NextFrame);
        }
    }

    [FfmpegFact]
    public async Task A_cut_part_and_the_rest_make_a_whole()
    {
        var path = _folder.File("out.mp4");
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value) await Grouped.WriteTo(writer, 0, 40);
        var part = _folder.File("out.mp4.partial/0001.mp4");
        var groups = Groups(part);
        var video = await File.ReadAllBytesAsync(part);
        await File.WriteAllBytesAsync(part, video[..(Ends(video)[1] + 100)]);

        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value)
        {
            Assert.Equal(groups[0] + groups[1], writer.NextFrame);
            await Grouped.WriteTo(writer, writer.NextFrame);
            Assert.Null(await writer.CompleteAsync());
        }

        AssertWhole(path, Grouped);
    }

    [FfmpegTheory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(130)]
    [InlineData(260)]
    public async Task A_process_that_is_killed_leaves_no_child_and_the_next_goes_on(int killedAt)
    {
        const int All = 300;
        var path = _folder.File("out.mp4");
        using (var host = Host.Start("write", path, $"{All}", "hold")) await Host.KillAfter(host, killedAt);
        Assert.True(Children.Become(0, _folder.Path));
        Assert.False(File.Exists(path));

        var film = Film.Steady(All);
        await using (var writer = (await VideoWriter.OpenAsync(path, film.Options() with { Run = WriteCommand.Identity, Resume = true })).Value)
        {
            Assert.InRange(writer.NextFrame, 0, All); // it may have written on before the signal came
            await film.WriteTo(writer, writer.NextFrame);
            Assert.Null(await writer.CompleteAsync());
        }

        AssertWhole(path, film);
    }

    [FfmpegFact]
    public async Task Without_resume_a_run_begins_anew()
    {
        var path = _folder.File("out.mp4");
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value) await Grouped.WriteTo(writer, 0, 20);

        await using (var writer = (await VideoWriter.OpenAsync(path, Options() with { Resume = false })).Value)
        {
            Assert.Equal(0, writer.NextFrame);
            await Grouped.WriteTo(writer);
            Assert.Null(await writer.CompleteAsync());
        }

        AssertWhole(path, Grouped);
    }

    [FfmpegFact]
    public async Task Leftovers_of_another_run_are_refused_with_what_differs_and_left_alone()
    {
        var path = _folder.File("out.mp4");
        var run = WriteCommand.Identity;
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value) await Grouped.WriteTo(writer, 0, 20);

        foreach (var (other, difference) in new[]
        {
            (Options() with { Run = run with { Source = "another film" } }, "the video was a film then and is another film now"),
            (Options() with { Run = run with { Length = 2 } }, "the video a film has changed since"),
            (Options() with { Run = run with { Modified = DateTimeOffset.UnixEpoch.AddTicks(1) } }, "the video a film has changed since"),
            (With(new("the model", "a.onnx", "6 bytes"), new("--crf", "18")), "the model a.onnx has changed since"),
            (With(new("the model", "b.onnx", "6 bytes"), new("--crf", "20")), "the model was a.onnx then and is b.onnx now; --crf was 18 then and is 20 now"),
            (With(new("the model", "a.onnx", "5 bytes"), new("--source-size", "given")), "--crf was 18 then and is not given now; --source-size was not given then and is given now"),
            (Options() with { Quality = 20 }, "the quality was not given then and is 20 now"),
            (Options() with { Effort = EncodingEffort.Small }, "the encoding has changed since"),
            (Options() with { Size = new(62, 48) }, "the frames' size was 64x48 then and is 62x48 now"),
        })
        {
            Assert.Equal(
                $"invalid-input: {path}: cannot go on with the unfinished run in {path}.partial: {difference}. Resume it with what it was begun with, name another target, or begin anew without resuming.",
                (await VideoWriter.OpenAsync(path, other)).Failure!.ToString());
        }

        await using var same = (await VideoWriter.OpenAsync(path, Options())).Value;
        Assert.Equal(20, same.NextFrame);

        VideoWriteOptions With(params RunSetting[] settings) => Options() with { Run = run with { Settings = settings } };
    }

    [FfmpegTheory]
    [InlineData(null, "what is in", "there is no run.json that says which run it is of")]
    [InlineData("", "the unfinished run in", "its run.json is damaged, or of another version of this program")]
    [InlineData("{", "the unfinished run in", "its run.json is damaged, or of another version of this program")]
    [InlineData("{\"Run\":null,\"Encoding\":[]}", "the unfinished run in", "its run.json is damaged, or of another version of this program")]
    [InlineData(OfAnEarlierVersion, "the unfinished run in", "its run.json is damaged, or of another version of this program")]
    public async Task Leftovers_that_do_not_say_whose_they_are_are_refused(string? record, string what, string because)
    {
        var path = _folder.File("out.mp4");
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value) await Grouped.WriteTo(writer, 0, 20);
        var file = path + ".partial/run.json";
        if (record is null) File.Delete(file);
        else await File.WriteAllTextAsync(file, record);

        Assert.Equal(
            $"invalid-input: {path}: cannot go on with {what} {path}.partial: {because}; begin anew without resuming.",
            (await VideoWriter.OpenAsync(path, Options())).Failure!.ToString());
        Assert.Equal((await VideoWriter.OpenAsync(path, Options())).Failure, TargetSnapshot.Of(path).WhyNotResumed(WriteCommand.Identity));
    }

    [FfmpegFact]
    public async Task A_run_that_was_killed_before_it_said_whose_it_is_begins()
    {
        var path = _folder.File("out.mp4");
        Directory.CreateDirectory(path + ".partial");
        await File.WriteAllTextAsync(path + ".partial/lock", "");
        await File.WriteAllTextAsync(path + ".partial/.k2j4h5.tmp", "{");
        Assert.False(TargetSnapshot.Of(path).IsBegun);

        await using var writer = (await VideoWriter.OpenAsync(path, Options())).Value;

        Assert.Equal(0, writer.NextFrame);
    }

    [FfmpegFact]
    public async Task Two_writers_of_one_target_do_not_get_into_each_others_way()
    {
        var path = _folder.File("out.mp4");
        await using var first = (await VideoWriter.OpenAsync(path, Options())).Value;

        Assert.Equal(
            $"invalid-input: {path}: is being written by somebody else, who has {path}.partial; wait for that to end or name another target.",
            (await VideoWriter.OpenAsync(path, Options())).Failure!.ToString());
    }

    [FfmpegFact]
    public async Task Identity_is_the_file_as_it_is_now()
    {
        var file = _folder.File("source");
        await File.WriteAllTextAsync(file, "12345");

        RunSetting[] settings = [new("--crf", "18")];
        var run = RunIdentity.Of(file, settings).Value;

        Assert.Equal(new RunIdentity(file, 5, new(File.GetLastWriteTimeUtc(file)), settings), run);
        Assert.Equal(ErrorKind.NotFound, RunIdentity.Of(_folder.File("none"), settings).Failure!.Kind);
    }

    [Fact]
    public void File_that_is_written_to_is_another_setting()
    {
        var file = _folder.File("model.onnx");
        var none = RunSetting.OfFile("the model", file);
        File.WriteAllText(file, "12345");
        var one = RunSetting.OfFile("the model", file);
        var same = RunSetting.OfFile("the model", file);
        File.WriteAllText(file, "123456");
        var longer = RunSetting.OfFile("the model", file);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        var older = RunSetting.OfFile("the model", file);

        Assert.Equal(one, same);
        Assert.Equal(4, new[] { none, one, longer, older }.Distinct().Count());
        Assert.All([none, one, longer, older], setting => Assert.Equal(("the model", file), (setting.Name, setting.Value)));
    }

    private static VideoWriteOptions Options() => Grouped.Options() with { Run = WriteCommand.Identity, Resume = true };

    // How many frames each group has, from one key frame to the next.
    private static int[] Groups(string part)
    {
        var flags = Ffmpeg.Probe(part, "packet=flags");
        var keys = flags.Select((flag, index) => (flag, index)).Where(frame => frame.flag.Contains('K', StringComparison.Ordinal)).Select(frame => frame.index).Append(flags.Length).ToArray();
        return [.. keys.Zip(keys[1..], (from, to) => to - from)];
    }

    // Where each fragment ends.
    private static int[] Ends(byte[] file)
    {
        var ends = new List<int>();
        for (int at = 0, length; at < file.Length; at += length)
        {
            length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual("mdat"u8)) ends.Add(at + length);
        }

        return [.. ends];
    }

    // Every frame once, in order, at its time, and with its own picture.
    private static void AssertWhole(string path, Film film)
    {
        var scale = double.Parse(Ffmpeg.Probe(path, "stream=time_base")[0].Split('/')[1]);
        Assert.Equal(film.Times.Select(time => (long)Math.Round(time * scale * film.TimeBase.Numerator / film.TimeBase.Denominator)), Ffmpeg.Times(path));
        var pixels = Ffmpeg.Pixels(path, "rgb24");
        var length = film.Size.Width * film.Size.Height * 3;
        Assert.Equal(film.Frames * length, pixels.Length);
        for (var index = 0; index < film.Frames; index++)
        {
            using var frame = film.Frame(index);
            var expected = frame.Picture.Pixels.Bytes();
            long difference = 0;
            for (var i = 0; i < length; i++) difference += Math.Abs(expected[i] - pixels[(index * length) + i]);
            Assert.True(difference / (double)length < 8, $"{path}: frame {index} is off by {difference / (double)length:0.0} on average.");
        }
    }
}
