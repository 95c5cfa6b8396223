namespace ActorInference.Cli.Tests;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Demo_turns_every_bundled_picture_into_a_cartoon_and_says_where()
    {
        using var folder = new TemporaryFolder();
        var finished = await Actorinfer.RunIn(folder.Path, "demo", "--json");
        Assert.Equal(0, finished.ExitCode);
        var bundled = Directory.GetFiles(Path.Combine(TestData.Repository, "samples", "media"), "*.jpg").Length;
        Assert.True(bundled > 0);
        Assert.Equal((bundled, "out/demo"), ((int)finished.Json["succeeded"]!, (string?)finished.Json["output"]));
        Assert.Equal(bundled, Directory.GetFiles(folder.File("out/demo")).Length);
    }
}
