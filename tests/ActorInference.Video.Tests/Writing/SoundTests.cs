using System.Runtime.InteropServices;

namespace ActorInference.Video.Tests;

public sealed class SoundTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegDataTheory]
    [InlineData("videos/animeganv3video_video.mp4", 62)]
    [InlineData("videos/realshort.mp4", 36)]
    public async Task Sound_is_copied_packet_by_packet_and_frames_keep_their_times(string clip, int frames)
    {
        var source = TestData.Path(clip);
        var target = _folder.File("out.mp4");

        Assert.Empty(await Copy(source, target));

        Assert.Equal(frames, Ffmpeg.Times(target).Length);
        Assert.Equal(Ffmpeg.Times(source), Ffmpeg.Times(target));
        Assert.Equal(Ffmpeg.Probe(source, "stream=r_frame_rate,avg_frame_rate,time_base,duration,width,height", "-select_streams", "v"), Ffmpeg.Probe(target, "stream=r_frame_rate,avg_frame_rate,time_base,duration,width,height", "-select_streams", "v"));
        Assert.Equal(Ffmpeg.Probe(source, "packet=pts,dts,size", "-select_streams", "a"), Ffmpeg.Probe(target, "packet=pts,dts,size", "-select_streams", "a"));
    }

    [FfmpegTheory]
    [InlineData("aac", "in.mp4", "out.mkv", "aac")]
    [InlineData("mp3", "in.mp4", "out.mp4", "mp3")]
    [InlineData("ac3", "in.mkv", "out.mp4", "ac3")]
    [InlineData("libopus", "in.mkv", "out.webm", "opus")]
    [InlineData("libopus", "in.mkv", "out.mp4", "opus")]
    [InlineData("pcm_s16le", "in.avi", "out.mkv", "pcm_s16le")]
    [InlineData("flac", "in.mkv", "out.mkv", "flac")]
    public async Task Sound_that_the_file_can_hold_is_copied(string encoder, string source, string target, string codec)
    {
        Assert.Empty(await Copy(Beep(source, encoder), _folder.File(target)));

        Assert.Equal([codec], Ffmpeg.Probe(_folder.File(target), "stream=codec_name", "-select_streams", "a"));
        AssertInSync(_folder.File(source), _folder.File(target));
    }

    [FfmpegTheory]
    [InlineData("pcm_s16le", "in.avi", "out.mp4", "aac", "aac at 192")]
    [InlineData("flac", "in.mkv", "out.mp4", "aac", "aac at 192")]
    [InlineData("aac", "in.mp4", "out.webm", "opus", "libopus at 128")]
    public async Task Sound_that_the_file_cannot_hold_is_encoded_and_that_is_said(string encoder, string source, string target, string codec, string words)
    {
        var remark = Assert.Single(await Copy(Beep(source, encoder), _folder.File(target)));

        Assert.Equal($"The {encoder} sound of {_folder.File(source)} is encoded anew with {words} kbit/s: {Path.GetExtension(target)} files do not hold it as it is.", remark);
        Assert.Equal([codec], Ffmpeg.Probe(_folder.File(target), "stream=codec_name", "-select_streams", "a"));
        AssertInSync(_folder.File(source), _folder.File(target));
    }

    [FfmpegTheory]
    [InlineData("out.gif")]
    [InlineData("frames/")]
    public async Task Sound_that_has_no_place_is_left_out_and_that_is_said(string target)
    {
        var source = Beep("in.mp4", "aac");

        Assert.Equal($"The sound of {source} is not kept: {_folder.File(target)} can hold none.", Assert.Single(await Copy(source, _folder.File(target))));
    }

    [FfmpegTheory]
    [InlineData("in.ts", "0", "out.mp4")]
    [InlineData("in.ts", "0", "out.mkv")]
    [InlineData("in.ts", "0.3", "out.mp4")]
    [InlineData("in.ts", "-0.3", "out.mkv")]
    [InlineData("in.ts", "-0.3", "out.mp4")]
    [InlineData("in.mkv", "0.5", "out.mp4")]
    [InlineData("in.mkv", "0.5", "out.mkv")]
    public async Task Sound_stays_in_time_where_the_source_begins_late(string name, string late, string target)
    {
        // MPEG transport streams begin at 1.4 s; the other has its pictures half a second later than the sound.
        var beep = Beep("beep.mp4", "aac");
        var source = Ffmpeg.Make(["-itsoffset", late, "-i", beep, "-i", beep, "-map", "0:v", "-map", "1:a", "-c", "copy"], _folder.File(name));

        await Copy(source, _folder.File(target));

        AssertInSync(source, _folder.File(target));
    }

    [FfmpegFact]
    public async Task All_sounds_are_kept()
    {
        var beep = Beep("beep.mp4", "aac");
        var source = Ffmpeg.Make(["-i", beep, "-map", "0:v", "-map", "0:a", "-map", "0:a", "-c:v", "copy", "-c:a:0", "copy", "-c:a:1", "flac"], _folder.File("in.mkv"));

        await Copy(source, _folder.File("out.mp4"));

        Assert.Equal(["aac", "aac"], Ffmpeg.Probe(_folder.File("out.mp4"), "stream=codec_name", "-select_streams", "a"));
    }

    [FfmpegFact]
    public async Task A_source_without_sound_needs_no_remark()
    {
        var source = Ffmpeg.Make(["-f", "lavfi", "-i", "testsrc2=s=64x48:r=10", "-frames:v", "5"], _folder.File("in.mp4"));

        Assert.Empty(await Copy(source, _folder.File("out.gif")));
    }

    [FfmpegFact]
    public async Task A_sound_that_is_not_there_is_said_before_the_first_frame()
    {
        var options = Film.Steady(3).Options() with { Sound = _folder.File("none.mp4") };

        var failure = (await VideoWriter.OpenAsync(_folder.File("out.mp4"), options)).Failure!;

        Assert.Equal($"not-found: {_folder.File("none.mp4")}: there is no such file to take the sound from.", failure.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    // A tone that begins after half a second of silence.
    private string Beep(string name, string encoder) => Ffmpeg.Make([
        "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25", "-f", "lavfi", "-i", "aevalsrc=gte(t\\,0.5)*sin(2764*t)/2:s=48000", "-t", "2",
        "-c:v", "libx264", "-bf", "0", "-c:a", encoder, "-strict", "-2"], _folder.File(name));

    private static async Task<IReadOnlyList<string>> Copy(string source, string target)
    {
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(source))).Value;
        await using var writer = (await VideoWriter.OpenAsync(target, VideoWriteOptions.For(reader.Info) with { Sound = source })).Value;
        await foreach (var frame in reader.ReadAsync()) using (frame) Assert.Null(await writer.WriteAsync(frame));
        Assert.Null(await writer.CompleteAsync());
        return writer.Remarks;
    }

    // The tone begins equally long after the first picture, to 8 ms: FFmpeg 5.1 forgets the run-in of Opus when it writes Matroska, which is 6.5 ms.
    private static void AssertInSync(string source, string target) => Assert.Equal(Tone(source) - FirstPicture(source), Tone(target) - FirstPicture(target), 0.008);

    private static double FirstPicture(string file) => double.Parse(Ffmpeg.Probe(file, "frame=best_effort_timestamp_time", "-select_streams", "v", "-read_intervals", "%+#1")[0].Split(',')[0]);

    // When the tone begins by the file's own clock, in seconds.
    private static double Tone(string file)
    {
        var samples = MemoryMarshal.Cast<byte, short>(Ffmpeg.Run("ffmpeg", ["-v", "error", "-nostdin", "-copyts", "-i", file, "-map", "0:a:0", "-af", "aresample=48000:async=1:first_pts=0", "-ac", "1", "-f", "s16le", "pipe:1"]));
        for (var i = 0; i < samples.Length; i++)
        {
            if (Math.Abs((int)samples[i]) > 4000) return i / 48000.0;
        }

        throw new InvalidDataException($"{file} has no tone.");
    }
}
