namespace ActorInference.Video.Tests;

public sealed class SkipTests
{
    [FfmpegTheory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(24)]
    public async Task Frames_behind_those_that_are_skipped_are_the_same_with_the_same_times(int skip)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264 -bf 3 -g 10");
        var whole = await ReadBack.OfAsync(path);

        var rest = await ReadBack.OfAsync(path, new() { Skip = skip });

        Assert.Null(rest.Failure);
        Assert.Equal(whole.Frames.Skip(skip), rest.Frames);
    }

    [FfmpegTheory]
    [InlineData("clip.mp4")]
    [InlineData("clip.mkv")]
    public async Task Skipping_every_frame_gives_none_and_no_failure(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, name, encoding: "-c:v libx264");

        var read = await ReadBack.OfAsync(path, new() { Skip = 25 });

        Assert.Empty(read.Frames);
        Assert.Null(read.Failure);
    }

    [FfmpegFact]
    public async Task Frames_are_counted_across_a_change_of_size()
    {
        using var folder = new TemporaryFolder();
        var path = Joined(folder);
        var whole = await ReadBack.OfAsync(path);

        var rest = await ReadBack.OfAsync(path, new() { Skip = 20 });

        Assert.Equal(50, whole.Frames.Count);
        Assert.Equal(whole.Frames.Skip(20), rest.Frames);
    }

    // Two programmes one behind the other, as a broadcast has them; frames all come in the size of the first.
    private static string Joined(TemporaryFolder folder)
    {
        var first = Clip.Make(folder, "first.ts", encoding: "-c:v libx264");
        var second = Clip.Make(folder, "second.ts", "32x30", encoding: "-c:v libx264");
        var both = folder.File("both.ts");
        File.WriteAllBytes(both, [.. File.ReadAllBytes(first), .. File.ReadAllBytes(second)]);
        return both;
    }
}
