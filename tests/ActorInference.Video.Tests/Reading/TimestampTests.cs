namespace ActorInference.Video.Tests;

public sealed class TimestampTests
{
    [FfmpegDataTheory]
    [InlineData("animeganv3video_video.mp4", 62, "60000/1001")]
    [InlineData("bottle-detection.mp4", 1189, "179/6")]
    [InlineData("realshort.mp4", 36, "45000/1499")]
    [InlineData("car.avi", 64, "8/1")]
    [InlineData("newtonscradle.gif", 36, "45/1")]
    public async Task Every_frame_comes_once_with_the_time_that_the_file_has(string name, int count, string rate)
    {
        var path = TestData.Path($"videos/{name}");

        var read = await ReadBack.OfAsync(path);

        Assert.Null(read.Failure);
        Assert.Empty(read.Remarks);
        Assert.Equal(rate, read.Info.FrameRate.ToString());
        Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), read.Frames.Select(frame => frame.Index));
        Assert.Equal(StampsOf(path), read.Timestamps);
    }

    [FfmpegTheory]
    [InlineData("uneven.mp4", "-c:v libx264 -bf 3 -video_track_timescale 90000")]
    [InlineData("uneven.mkv", "-c:v libx264 -bf 3")]
    [InlineData("uneven.webm", "-c:v libvpx -deadline realtime")]
    [InlineData("uneven.gif", "")]
    [InlineData("uneven.avi", "-c:v ffv1")]
    [InlineData("uneven.nut", "-c:v ffv1")]
    public async Task Uneven_steps_between_frames_are_kept(string name, string encoding)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.MakeUneven(folder, name, encoding);

        var read = await ReadBack.OfAsync(path);

        Assert.Null(read.Failure);
        Assert.Equal(StampsOf(path), read.Timestamps);
        Assert.True(read.Timestamps.Zip(read.Timestamps.Skip(1), (a, b) => b - a).Distinct().Count() > 1 || name.EndsWith(".avi", StringComparison.Ordinal));
    }

    [FfmpegFact]
    public async Task Pictures_that_begin_after_the_sound_begin_late()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("late.mkv");
        Ffmpeg.Make("-f lavfi -i sine=d=1 -itsoffset 0.2 -f lavfi -i testsrc2=s=64x48:r=25:d=1 -map 0 -map 1 -c:a pcm_s16le -c:v ffv1", path);

        var read = await ReadBack.OfAsync(path);

        Assert.Equal(new Fraction(1, 1000), read.Info.TimeBase);
        Assert.Equal(200, read.Frames[0].Timestamp);
        Assert.Equal("pcm_s16le", read.Info.Sound);
    }

    [FfmpegFact]
    public async Task Edit_lists_that_cut_the_beginning_are_obeyed()
    {
        using var folder = new TemporaryFolder();
        var whole = Clip.Make(folder, "whole.mp4", encoding: "-c:v libx264 -bf 2 -g 50");
        var cut = folder.File("cut.mp4");
        Ffmpeg.Make($"-ss 0.4 -i {whole} -c copy", cut);

        var read = await ReadBack.OfAsync(cut);

        Assert.Null(read.Failure);
        Assert.Equal(15, read.Frames.Count);
        Assert.Equal(0, read.Frames[0].Timestamp);
        Assert.Equal((await ReadBack.OfAsync(whole)).Frames.Skip(10).Select(frame => frame.Digest), read.Frames.Select(frame => frame.Digest));
    }

    [FfmpegFact]
    public async Task A_frame_lasts_until_the_next_and_the_last_as_long_as_the_file_says()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.MakeUneven(folder, "uneven.gif", "-final_delay 77");

        var read = await ReadBack.OfAsync(path);

        Assert.Equal(read.Timestamps.Skip(1), read.Frames.SkipLast(1).Select(frame => frame.Timestamp + frame.Duration));
        Assert.Equal(77, read.Frames[^1].Duration);
    }

    [FfmpegFact]
    public async Task The_last_frame_is_as_long_as_the_others_when_sound_goes_on()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("sound.mp4");
        Ffmpeg.Make("-f lavfi -i testsrc2=s=64x48:r=25:d=1 -f lavfi -i sine=d=3 -c:v libx264 -c:a aac", path);

        var read = await ReadBack.OfAsync(path);

        Assert.Equal(read.Frames[0].Duration, read.Frames[^1].Duration);
        Assert.Equal(TimeSpan.FromSeconds(1), read.Info.Duration);
    }

    private static IEnumerable<long> StampsOf(string path) =>
        Ffmpeg.Probe(path, "frame=best_effort_timestamp", "-select_streams", "v:0").Select(long.Parse);
}
