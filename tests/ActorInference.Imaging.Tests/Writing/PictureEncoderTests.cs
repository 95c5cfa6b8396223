namespace ActorInference.Imaging.Tests.Writing;

public sealed class PictureEncoderTests : LeakChecked
{
    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    [InlineData("a.JPEG")]
    [InlineData("a.webp")]
    public void Saved_file_reads_back_and_leaves_nothing_else(string name)
    {
        using var folder = new TemporaryFolder();
        using var picture = TestPictures.Gradient(33, 21);
        File.WriteAllText(folder.File(name), "what was there before");
        var written = new PictureEncoder().Save(picture, folder.File(name)).Value;
        Assert.Equal(written, new FileInfo(folder.File(name)).Length);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
        using var back = new PictureDecoder().DecodeFile(folder.File(name)).Value;
        Assert.InRange(TestPictures.MeanAbsoluteDifference(picture, back), 0, 3);
    }

    [Fact]
    public void File_that_cannot_be_written_is_a_failure_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var picture = TestPictures.Gradient(3, 2);
        Directory.CreateDirectory(folder.File("taken.png"));
        var noFolder = Path.Combine(folder.Path, "none", "a.png");
        foreach (var path in new[] { noFolder, folder.File("taken.png"), folder.File("a.tiff"), folder.File("a") })
        {
            var failure = new PictureEncoder().Save(picture, path).Failure!;
            Assert.Equal(path == noFolder ? ErrorKind.NotFound : ErrorKind.InvalidInput, failure.Kind);
            Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal([folder.File("taken.png")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.WebP)]
    public void Higher_quality_is_closer_and_larger(PictureFormat format)
    {
        var (low, high) = (Encoded(format, 10), Encoded(format, 95));
        Assert.True(low.Length < high.Length);
        using var original = TestPictures.Noise(64, 64);
        using var fromLow = new PictureDecoder().Decode(low, "low").Value;
        using var fromHigh = new PictureDecoder().Decode(high, "high").Value;
        Assert.True(TestPictures.MeanAbsoluteDifference(original, fromHigh) < TestPictures.MeanAbsoluteDifference(original, fromLow));
    }

    [Fact]
    public void Full_chroma_and_compression_have_their_effect()
    {
        Assert.True(Jpeg(fullChroma: false).Length < Jpeg(fullChroma: true).Length);
        using var picture = TestPictures.Gradient(200, 200);
        var fast = new PictureEncoder(new() { Compression = 0 }).Encode(picture, PictureFormat.Png).Value;
        var small = new PictureEncoder(new() { Compression = 9 }).Encode(picture, PictureFormat.Png).Value;
        Assert.True(small.Length < fast.Length);

        static byte[] Jpeg(bool fullChroma) => TestPictures.Encode(TestPictures.Noise(64, 64), PictureFormat.Jpeg, new() { FullChroma = fullChroma });
    }

    [Fact]
    public void Options_and_formats_that_cannot_work_are_refused()
    {
        Assert.Throws<InferenceException>(() => new PictureEncoder(new() { Quality = 0 }));
        Assert.Throws<InferenceException>(() => new PictureEncoder(new() { Quality = 101 }));
        Assert.Throws<InferenceException>(() => new PictureEncoder(new() { Compression = 10 }));
        using var picture = TestPictures.Gradient(3, 2);
        Assert.Throws<ArgumentException>(() => new PictureEncoder().Encode(picture, PictureFormat.Gif));
        using var scalar = Tensor.Scalar(1f);
        Assert.Throws<ArgumentException>(() => new Picture(scalar));
    }

    private static byte[] Encoded(PictureFormat format, int quality) => TestPictures.Encode(TestPictures.Noise(64, 64), format, new() { Quality = quality });
}
