namespace ActorInference.Video.Tests;

public sealed class TargetSnapshotTests : IDisposable
{
    private static readonly Film Short = Film.Steady(5);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory]
    [InlineData("out.mp4", null)]
    [InlineData("out.mkv", null)]
    [InlineData("out.webm", null)]
    [InlineData("out.gif", null)]
    [InlineData("frames/", 5)]
    [InlineData("frames/%04d.jpg", 5)]
    public async Task A_target_is_nothing_then_begun_then_finished(string name, int? pictures)
    {
        var path = _folder.File(name);
        var options = Short.Options() with { Run = WriteCommand.Identity, Resume = true };
        Assert.Equal((false, false), Look(path));

        await using (var writer = (await VideoWriter.OpenAsync(path, options)).Value) await Short.WriteTo(writer, 0, 3);
        Assert.Equal((true, false), Look(path));
        Assert.Null(TargetSnapshot.Of(path).WhyNotResumed(WriteCommand.Identity));

        await using (var writer = (await VideoWriter.OpenAsync(path, options)).Value)
        {
            await Short.WriteTo(writer, 3);
            Assert.Null(await writer.CompleteAsync());
        }

        Assert.Equal((false, true), Look(path));
        Assert.Equal(pictures, TargetSnapshot.Of(path).Pictures);
    }

    [FfmpegFact]
    public async Task A_file_with_an_unfinished_run_beside_it_is_not_finished()
    {
        var path = _folder.File("out.mp4");
        await Short.Write(path);
        await using (var writer = (await VideoWriter.OpenAsync(path, Short.Options() with { Run = WriteCommand.Identity })).Value) await Short.WriteTo(writer, 0, 3);

        Assert.Equal((true, false), Look(path));
    }

    [FfmpegFact]
    public async Task Pictures_whose_run_was_killed_as_the_last_had_moved_are_finished()
    {
        var path = _folder.File("frames/");
        await using (var writer = (await VideoWriter.OpenAsync(path, Short.Options() with { Run = WriteCommand.Identity })).Value) await Short.WriteTo(writer);
        Directory.CreateDirectory(path);
        var pictures = Directory.GetFiles(_folder.File("frames.partial"), "*.png").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(5, pictures.Length);

        foreach (var picture in pictures)
        {
            Assert.Equal((true, false), Look(path));
            File.Move(picture, Path.Combine(path, Path.GetFileName(picture)));
        }

        Assert.Equal((false, true), Look(path));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("frames/%d.bmp")]
    [InlineData("none/out.mp4")]
    [InlineData("empty.mp4")]
    public void What_is_a_pipe_or_no_target_or_not_there_is_nothing(string name)
    {
        Directory.CreateDirectory(_folder.File("empty.mp4.partial"));
        Assert.Equal((false, false), Look(name == "-" ? name : _folder.File(name)));
    }

    private static (bool IsBegun, bool IsFinished) Look(string path)
    {
        var target = TargetSnapshot.Of(path);
        return (target.IsBegun, target.IsFinished);
    }
}
