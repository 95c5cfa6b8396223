namespace ActorInference.Video.Tests;

public sealed class ResumeTests : IDisposable
{
    // Two seconds are a group of pictures: 12 frames, so that there are many.
    private static readonly Film Grouped = Film.Steady(50, timeBase: new(1, 6), ticks: 1);
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
            Assert.Equal(next, writer.NextFrame);
            await Grouped.WriteTo(writer, next);
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

        Assert.Equal(30, resumed.NextFrame);
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
            (Options() with { Run = run with { Source = "another film" } }, "its source was a film"),
            (Options() with { Run = run with { Length = 2 } }, "a film has changed since"),
            (Options() with { Run = run with { Modified = DateTimeOffset.UnixEpoch.AddTicks(1) } }, "a film has changed since"),
            (Options() with { Run = run with { Settings = "others" } }, "its settings were other ones (settings, now others)"),
            (Options() with { Quality = 20 }, "its frames were encoded with other options"),
            (Options() with { Size = new(62, 48) }, "its frames were encoded with other options"),
        })
        {
            Assert.Equal(
                $"invalid-input: {path}: cannot go on: {path}.partial is of another run: {difference}; name another target, or write anew without resuming.",
                (await VideoWriter.OpenAsync(path, other)).Failure!.ToString());
        }

        await using var same = (await VideoWriter.OpenAsync(path, Options())).Value;
        Assert.Equal(20, same.NextFrame);
    }

    [FfmpegTheory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"Run\":null,\"Encoding\":\"\"}")]
    public async Task Leftovers_that_do_not_say_whose_they_are_are_refused(string? record)
    {
        var path = _folder.File("out.mp4");
        await using (var writer = (await VideoWriter.OpenAsync(path, Options())).Value) await Grouped.WriteTo(writer, 0, 20);
        var file = path + ".partial/run.json";
        if (record is null) File.Delete(file);
        else await File.WriteAllTextAsync(file, record);

        Assert.Equal(
            $"invalid-input: {path}: cannot go on: {path}.partial does not say which run it is of; delete it, or write anew without resuming.",
            (await VideoWriter.OpenAsync(path, Options())).Failure!.ToString());
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

        var run = RunIdentity.Of(file, "s").Value;

        Assert.Equal(new RunIdentity(file, 5, new(File.GetLastWriteTimeUtc(file)), "s"), run);
        Assert.Equal(ErrorKind.NotFound, RunIdentity.Of(_folder.File("none"), "s").Failure!.Kind);
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
