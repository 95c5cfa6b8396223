namespace ActorInference.Video.Tests;

public sealed class StandardInputTests
{
    [FfmpegTheory]
    [InlineData("clip.mkv", "-c:v libx264 -bf 2")]
    [InlineData("clip.mp4", "-c:v libx264 -movflags +faststart")]
    [InlineData("clip.ts", "-c:v mpeg2video")]
    [InlineData("clip.gif", "")]
    public async Task A_stream_on_standard_input_gives_the_frames_of_the_file(string name, string encoding)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, name, encoding: encoding);
        var expected = await ReadBack.OfAsync(path);

        var (exitCode, lines) = await ReadAsync(await File.ReadAllBytesAsync(path));

        Assert.Equal(0, exitCode);
        Assert.Equal(expected.Frames.Select(frame => $"{frame.Index} {frame.Timestamp} {frame.Digest}"), lines.Select(line => line.Split(' ')).Select(words => $"{words[0]} {words[1]} {words[3]}"));
    }

    [FfmpegTheory]
    [InlineData("", "standard input: it is empty: not one byte came")]
    [InlineData("this is no video, but it is long enough to be looked at for a while", "Invalid data found")]
    public async Task What_is_no_video_is_refused(string text, string words)
    {
        var (exitCode, lines) = await ReadAsync(System.Text.Encoding.ASCII.GetBytes(text));

        Assert.Equal(1, exitCode);
        Assert.Contains(words, Assert.Single(lines), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task A_stream_that_is_cut_off_gives_its_frames_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var bytes = await File.ReadAllBytesAsync(Clip.Make(folder, "clip.mkv", encoding: "-c:v libx264 -g 5"));

        var (exitCode, lines) = await ReadAsync(bytes[..(bytes.Length / 2)]);

        Assert.Equal(1, exitCode);
        Assert.InRange(lines.Length, 5, 25);
        Assert.Contains("truncated or damaged", lines[^1], StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task An_MP4_with_its_index_at_its_end_is_refused_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", "160x120", seconds: 8, encoding: "-c:v libx264 -crf 10");

        var (exitCode, lines) = await ReadAsync(await File.ReadAllBytesAsync(path));

        Assert.Equal(1, exitCode);
        Assert.Contains("index at its end, which cannot be read from a pipe; name the file itself, or move the index to the front", Assert.Single(lines), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task Sound_alone_is_told_apart()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("sound.mkv");
        Ffmpeg.Make("-f lavfi -i sine=d=0.5 -c:a aac", path);

        var (exitCode, lines) = await ReadAsync(await File.ReadAllBytesAsync(path));

        Assert.Equal(1, exitCode);
        Assert.Contains("standard input: there is sound in it (aac) and no pictures", Assert.Single(lines), StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task An_MP4_with_its_index_at_its_end_is_refused_before_it_fills_the_memory()
    {
        // 75 MB of raw pictures, and behind them the index without which they mean nothing.
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mov", "160x120", seconds: 52, encoding: "-c:v rawvideo -pix_fmt rgb24");

        var (exitCode, lines) = await ReadAsync(await File.ReadAllBytesAsync(path));

        Assert.Equal(1, exitCode);
        Assert.Contains("its index at its end, which cannot be read from a pipe; name the file itself", Assert.Single(lines), StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string[] Lines)> ReadAsync(byte[] bytes)
    {
        using var host = Host.Start("read", "-");
        var output = host.StandardOutput.ReadToEndAsync();
        try
        {
            await host.StandardInput.BaseStream.WriteAsync(bytes);
            host.StandardInput.Close();
        }
        catch (IOException)
        {
            // It had enough.
        }

        await host.WaitForExitAsync();
        return (host.ExitCode, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
