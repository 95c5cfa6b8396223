namespace ActorInference.Video.Tests;

public sealed class DamageTests
{
    // Containers that say at their beginning how much there is, and GIF, which says where it ends. MPEG-TS does not: cut short it is a shorter video.
    [FfmpegTheory]
    [InlineData("clip.mp4", "-c:v libx264 -g 10 -movflags +faststart")]
    [InlineData("clip.mkv", "-c:v libx264 -g 10")]
    [InlineData("clip.webm", "-c:v libvpx -deadline realtime -g 10")]
    [InlineData("clip.avi", "-c:v mpeg4 -g 10")]
    [InlineData("clip.gif", "")]
    public async Task A_file_that_was_cut_anywhere_gives_its_frames_until_there_and_says_so(string name, string encoding)
    {
        using var folder = new TemporaryFolder();
        var whole = Clip.Make(folder, name, encoding: encoding);
        var bytes = await File.ReadAllBytesAsync(whole);
        var expected = await ReadBack.OfAsync(whole);
        var cut = folder.File("cut" + Path.GetExtension(name));

        for (var part = 1; part < 16; part++)
        {
            await File.WriteAllBytesAsync(cut, bytes[..(bytes.Length * part / 16)]);
            var opened = await VideoReader.OpenAsync(VideoSource.File(cut));
            if (!opened.TryGet(out var reader, out var failure))
            {
                Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
                continue;
            }

            await reader.DisposeAsync();
            var read = await ReadBack.OfAsync(cut);

            // A frame that was cut itself is covered up by the decoder as well as it can.
            Assert.True(read.Failure?.Kind == ErrorKind.InvalidInput, $"{part}/16 of {name} gave {read.Frames.Count} frames and ended with {read.Failure}");
            Assert.Equal(expected.Frames.Take(read.Frames.Count - 1).Select(frame => (frame.Index, frame.Timestamp, frame.Digest)), read.Frames.SkipLast(1).Select(frame => (frame.Index, frame.Timestamp, frame.Digest)));
            Assert.Contains(read.Frames.Count == 0 ? "not one frame" : "truncated or damaged", read.Failure!.Message, StringComparison.Ordinal);
        }
    }

    [FfmpegFact]
    public async Task A_GIF_without_its_end_mark_is_truncated_and_with_something_behind_it_is_not()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.gif");
        var bytes = await File.ReadAllBytesAsync(path);

        var whole = await ReadBack.OfAsync(path);
        await File.WriteAllBytesAsync(path, [.. bytes, 0, 0, 0]);
        var longer = await ReadBack.OfAsync(path);
        await File.WriteAllBytesAsync(path, bytes[..^1]);
        var cut = await ReadBack.OfAsync(path);

        Assert.Null(whole.Failure);
        Assert.Null(longer.Failure);
        Assert.Equal(whole.Frames, longer.Frames);
        Assert.Equal(whole.Frames.Count, cut.Frames.Count);
        Assert.Contains("it is truncated or damaged: it ends after 25 frames, before its end mark", cut.Failure!.Message, StringComparison.Ordinal);
    }

    [FfmpegTheory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(187, true)]
    [InlineData(188, false)]
    public async Task An_MPEG_TS_that_ends_within_a_packet_is_remarked(int missing, bool isRemarked)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.ts", encoding: "-c:v mpeg2video");
        var bytes = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, bytes[..^missing]);

        var read = await ReadBack.OfAsync(path);

        Assert.Equal(isRemarked, read.Remarks.Contains($"{path}: it ends within a packet of MPEG-TS; it was probably longer."));
    }

    [FfmpegFact]
    public async Task Damage_that_the_decoder_covers_up_is_remarked()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mkv", "160x120", encoding: "-c:v mpeg4 -q:v 2 -g 5");
        var bytes = await File.ReadAllBytesAsync(path);
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 2, 60));
        await File.WriteAllBytesAsync(path, bytes);

        var read = await ReadBack.OfAsync(path);

        Assert.Null(read.Failure);
        Assert.Equal(25, read.Frames.Count);
        Assert.Contains("may have covered up damage", Assert.Single(read.Remarks), StringComparison.Ordinal);
    }

    [FfmpegDataFact]
    public async Task Sound_without_pictures_is_told_apart()
    {
        var failure = await ReadBack.RefusalOfAsync(VideoSource.File(TestData.Path("videos/mp4-with-audio.mp4")));

        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.EndsWith("mp4-with-audio.mp4: there is sound in it (aac) and no pictures; name a file with a video stream.", failure.Message, StringComparison.Ordinal);
    }

    [FfmpegDataFact]
    public async Task A_video_without_a_frame_is_told_apart()
    {
        var failure = await ReadBack.RefusalOfAsync(VideoSource.File(TestData.Path("videos/AudioVideoInterleave.avi")));

        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.EndsWith("its video stream (mpeg4) has not one frame that can be decoded.", failure.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task The_cover_of_a_record_is_no_video()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("record.mp3");
        Ffmpeg.Make("-f lavfi -i sine=d=0.5 -f lavfi -i testsrc2=s=64x64:d=0.04 -map 0 -map 1 -c:a libmp3lame -c:v png -disposition:v attached_pic", path);

        var failure = await ReadBack.RefusalOfAsync(VideoSource.File(path));

        Assert.Contains("there is sound in it (mp3) and no pictures", failure.Message, StringComparison.Ordinal);
    }

    [FfmpegTheory]
    [InlineData("text.mp4", "this is no video")]
    [InlineData("empty.mp4", "")]
    [InlineData("zeros.mkv", "\0\0\0\0\0\0\0\0\0\0\0\0")]
    public async Task What_is_no_video_is_refused_with_the_reason_of_FFmpeg(string name, string content)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(name);
        await File.WriteAllTextAsync(path, content);

        var failure = await ReadBack.RefusalOfAsync(VideoSource.File(path));

        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.StartsWith($"{path}: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(content.Length == 0 ? "the file is empty" : "Invalid data found when processing input", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("file:", failure.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task A_path_that_is_not_there_and_a_folder_are_told_apart()
    {
        using var folder = new TemporaryFolder();

        var missing = await ReadBack.RefusalOfAsync(VideoSource.File(folder.File("missing.mp4")));
        var directory = await ReadBack.RefusalOfAsync(VideoSource.File(folder.Path));

        Assert.Equal(new(ErrorKind.NotFound, $"{folder.File("missing.mp4")}: there is no such file."), missing);
        Assert.Equal(new(ErrorKind.InvalidInput, $"{folder.Path}: this is a folder, not a video."), directory);
    }

    [FfmpegFact]
    public async Task Paths_may_hold_any_character()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "plain.mp4", encoding: "-c:v libx264");
        var odd = folder.File("-i a:b %d 'x' \"y\" ?#é.mp4");
        File.Move(path, odd);

        Assert.Equal(25, (await ReadBack.OfAsync(odd)).Frames.Count);
    }

    [FfmpegFact]
    public async Task Frames_above_the_pixel_limit_are_refused_before_they_are_decoded()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");

        var failure = await ReadBack.RefusalOfAsync(VideoSource.File(path), new() { PixelLimit = (64 * 48) - 1 });

        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.Contains("raise the pixel limit", failure.Message, StringComparison.Ordinal);
        Assert.Equal(25, (await ReadBack.OfAsync(path, new() { PixelLimit = 64 * 48 })).Frames.Count);
    }
}
