using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

public sealed class FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(62)]
    [InlineData(700)]
    public async Task Mp4_keeps_count_times_and_rate_exactly(int frames)
    {
        var path = _folder.File("out.mp4");
        var film = Film.Steady(frames);

        Assert.Empty(await film.Write(path));

        Assert.Equal(film.Times, Ffmpeg.Times(path));
        Assert.Equal(["h264,yuv420p,60000/1001,1/60000"], Ffmpeg.Probe(path, "stream=codec_name,pix_fmt,r_frame_rate,time_base"));
        Assert.Equal([$"{frames * 1001 / 60000.0:0.000000}"], Ffmpeg.Probe(path, "stream=duration"));
        Assert.Equal(["out.mp4"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [FfmpegTheory]
    [InlineData(1, 60000, new long[] { 0, 1001, 1002, 5000, 5001, 70000, 600000 }, 3333)]
    [InlineData(1, 90000, new long[] { 7, 3010, 3011 }, 1)]
    [InlineData(1, 1000000000, new long[] { 1, 2, 3, 999999999, 1000000000 }, 40)]
    [InlineData(1001, 60000, new long[] { 0, 1, 3, 4 }, 2)]
    [InlineData(1, 8, new long[] { 0, 1, 2, 3, 100 }, 9)]
    public async Task Mp4_keeps_uneven_times_and_the_length_of_the_last_frame(long numerator, long denominator, long[] times, long last)
    {
        var path = _folder.File("out.mp4");
        var film = new Film(Film.Small, new(numerator, denominator), times, last);

        await film.Write(path, film.Options() with { IsVariableFrameRate = true });

        Assert.Equal(times.Select(time => time * numerator), Ffmpeg.Times(path));
        Assert.Equal([$"1/{denominator}"], Ffmpeg.Probe(path, "stream=time_base"));
        var end = (times[^1] + last) * numerator / (double)denominator;
        Assert.Equal(end, (times[0] * numerator / (double)denominator) + double.Parse(Ffmpeg.Probe(path, "stream=duration")[0]), 1e-5);
    }

    [FfmpegTheory]
    [InlineData("out.mkv", "h264")]
    [InlineData("out.webm", "vp9")]
    public async Task Matroska_keeps_count_and_times_to_the_millisecond_it_counts_in(string name, string codec)
    {
        var path = _folder.File(name);
        var film = Film.Steady(62);

        await film.Write(path);

        Assert.Equal(film.Times.Select(time => (long)Math.Round(time / 60.0, MidpointRounding.AwayFromZero)), Ffmpeg.Times(path));
        Assert.Equal([codec], Ffmpeg.Probe(path, "stream=codec_name"));
    }

    [FfmpegFact]
    public async Task Gif_keeps_every_frame_to_the_hundredth_of_a_second_it_counts_in()
    {
        var path = _folder.File("out.gif");
        var film = new Film(Film.Small, new(1, 100), [0, 2, 5, 9, 20], 150);

        Assert.Empty(await film.Write(path));

        Assert.Equal(film.Times, Ffmpeg.Times(path));
        Assert.Equal(1.70, double.Parse(Ffmpeg.Probe(path, "stream=duration")[0]), 1e-3);
    }

    [FfmpegFact]
    public async Task Gif_moves_frames_that_fall_on_one_tick_and_says_so()
    {
        var path = _folder.File("out.gif");
        var film = new Film(Film.Small, new(1, 1000), [0, 1, 2, 30, 60], 30);

        var remarks = await film.Write(path);

        // FFmpeg, too, reads distances below 2 as 10 unless told otherwise.
        Assert.Equal([0L, 1, 2, 3, 6], Ffmpeg.Times(path, "-min_delay", "0"));
        Assert.Equal(
            [
                "Some frames are 1/100 s apart, which most programs show as 1/10 s; a GIF of 50 frames a second or fewer plays as it should.",
                "2 frames had the time of the frame before them, in ticks of 1/100 s, and were moved behind it.",
            ],
            remarks);
    }

    [FfmpegTheory]
    [InlineData("out.mp4", 1, 1, "yuv444p")]
    [InlineData("out.mp4", 72, 121, "yuv444p")]
    [InlineData("out.mp4", 72, 122, "yuv420p")]
    [InlineData("out.webm", 71, 121, "yuv420p")]
    [InlineData("out.webm", 1, 1, "yuv420p")]
    [InlineData("out.mkv", 1, 3, "yuv444p")]
    [InlineData("out.gif", 3, 1, "bgra")]
    public async Task Sizes_are_kept_exactly(string name, int width, int height, string pixelFormat)
    {
        var path = _folder.File(name);

        await Film.Steady(5, new PictureSize(width, height), new(1, 10), 1).Write(path);

        Assert.Equal([$"{width},{height},{pixelFormat}"], Ffmpeg.Probe(path, "stream=width,height,pix_fmt"));
        Assert.Equal(5, Ffmpeg.Times(path).Length);
    }

    [FfmpegTheory]
    [InlineData("yuv444p", "yuv444p")]
    [InlineData("yuvj444p", "yuv444p")]
    [InlineData("yuv444p10le", "yuv444p")]
    [InlineData("yuv420p", "yuv420p")]
    [InlineData("yuvj422p", "yuv420p")]
    [InlineData("bgr24", "yuv420p")]
    public async Task Colours_at_full_resolution_stay_so(string source, string target)
    {
        var path = _folder.File("out.mp4");
        var film = Film.Steady(3);

        await film.Write(path, film.Options() with { PixelFormat = source });

        Assert.Equal([target], Ffmpeg.Probe(path, "stream=pix_fmt"));
    }

    [FfmpegFact]
    public async Task A_target_that_is_there_is_replaced()
    {
        var path = _folder.File("out.mp4");
        await File.WriteAllTextAsync(path, "something else");

        await Film.Steady(3).Write(path);

        Assert.Equal(3, Ffmpeg.Times(path).Length);
    }
}
