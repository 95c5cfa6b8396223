using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

public sealed class PictureFolderTests : IDisposable
{
    private static readonly Film Short = Film.Steady(5);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory]
    [InlineData("frames/", "00000000.png")]
    [InlineData("frames/%08d.png", "00000000.png")]
    [InlineData("frames/%02d.png", "00.png")]
    [InlineData("frames/a%dz.webp", "a0z.webp")]
    [InlineData("frames/%04d.jpg", "0000.jpg")]
    public async Task Each_frame_is_a_picture_named_by_its_index(string target, string first)
    {
        await Short.Write(_folder.File(target));

        var files = Directory.GetFiles(_folder.File("frames")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(5, files.Length);
        Assert.Equal(first, Path.GetFileName(files[0]));
        Assert.False(Directory.Exists(_folder.File("frames.partial")));
        if (!first.EndsWith("png", StringComparison.Ordinal)) return;
        for (var index = 0; index < 5; index++)
        {
            using var read = new PictureDecoder().Decode(await File.ReadAllBytesAsync(files[index]), files[index]).Value;
            using var frame = Short.Frame(index);
            Assert.True(frame.Picture.Pixels.Bytes().SequenceEqual(read.Pixels.Bytes()));
        }
    }

    [FfmpegFact]
    public async Task A_folder_that_holds_such_pictures_is_refused_so_that_two_runs_do_not_mix()
    {
        Directory.CreateDirectory(_folder.File("frames"));
        await File.WriteAllTextAsync(_folder.File("frames/readme.txt"), "kept");
        await Short.Write(_folder.File("frames/%08d.png"));

        var failure = (await VideoWriter.OpenAsync(_folder.File("frames"), Short.Options())).Failure!;

        Assert.Equal($"invalid-input: {_folder.File("frames")}: already holds 00000000.png, and two runs must not mix; empty the folder or name another.", failure.ToString());
        Assert.False(Directory.Exists(_folder.File("frames.partial")));
        Assert.True(File.Exists(_folder.File("frames/readme.txt")));
    }

    [FfmpegFact]
    public async Task A_run_that_stopped_goes_on_behind_its_last_picture()
    {
        var options = Short.Options() with { Run = WriteCommand.Identity, Resume = true };
        await using (var writer = (await VideoWriter.OpenAsync(_folder.File("frames/"), options)).Value) await Short.WriteTo(writer, 0, 3);

        await using (var writer = (await VideoWriter.OpenAsync(_folder.File("frames/"), options)).Value)
        {
            Assert.Equal((3, 3), (writer.NextFrame, writer.WrittenBefore));
            await Short.WriteTo(writer, 3);
            Assert.Null(await writer.CompleteAsync());
        }

        Assert.Equal(5, Directory.GetFiles(_folder.File("frames")).Length);
        Assert.False(Directory.Exists(_folder.File("frames.partial")));
    }

    [FfmpegFact]
    public async Task A_run_without_identity_that_stops_leaves_nothing()
    {
        await using (var writer = (await VideoWriter.OpenAsync(_folder.File("frames/"), Short.Options())).Value) await Short.WriteTo(writer, 0, 3);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [FfmpegFact]
    public async Task Pictures_of_other_formats_are_refused()
    {
        var failure = (await VideoWriter.OpenAsync(_folder.File("frames/%d.bmp"), Short.Options())).Failure!;

        Assert.Equal($"invalid-input: {_folder.File("frames/%d.bmp")}: pictures are written as .jpg, .png or .webp.", failure.ToString());
    }
}
