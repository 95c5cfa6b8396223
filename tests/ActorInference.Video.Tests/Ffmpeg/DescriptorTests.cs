namespace ActorInference.Video.Tests;

[Collection(nameof(Alone))]
public sealed class DescriptorTests
{
    [LinuxFfmpegFact]
    public async Task Children_that_are_gone_leave_no_pipe_open()
    {
        using var folder = new TemporaryFolder();
        var path = Clip.Make(folder, "clip.mp4", encoding: "-c:v libx264");
        await ReadBack.OfAsync(path);
        var before = Pipes();

        for (var i = 0; i < 5; i++) await ReadBack.OfAsync(path);

        // Five times ffprobe and ffmpeg, each with an output and an error stream; without a collection nothing but disposing closes them.
        Assert.InRange(Pipes(), 0, before + 4);
    }

    private static int Pipes() => Directory.GetFiles("/proc/self/fd").Count(path => new FileInfo(path).LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) == true || new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}
