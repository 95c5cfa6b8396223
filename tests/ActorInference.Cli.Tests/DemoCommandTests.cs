namespace ActorInference.Cli.Tests;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Demo_turns_every_bundled_picture_and_the_clip_into_cartoons_and_compares_the_modes()
    {
        using var folder = new TemporaryFolder();
        var finished = await Actorinfer.RunIn(folder.Path, "demo", "--json");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        var bundled = Directory.GetFiles(Path.Combine(TestData.Repository, "samples", "media"), "*.jpg").Length;
        Assert.True(bundled > 0);
        Assert.Equal((bundled + 48, "out/demo"), ((int)finished.Json["succeeded"]!, (string?)finished.Json["output"]));
        Assert.Equal(bundled, Directory.GetFiles(folder.File("out/demo"), "*.jpg").Length);
        Assert.True(File.Exists(folder.File("out/demo/balloons.mp4")));
        Assert.All(new[] { "sync", "batch", "async" }, mode => Assert.Equal(3, finished.Json["modes"]![mode]!.AsArray().Count));
    }
}
