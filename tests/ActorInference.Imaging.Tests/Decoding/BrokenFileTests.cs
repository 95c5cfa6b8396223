using System.Text;

namespace ActorInference.Imaging.Tests.Decoding;

public sealed class BrokenFileTests : LeakChecked
{
    private readonly PictureDecoder _decoder = new();

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 1\n", "Git LFS pointer")]
    [InlineData("<!DOCTYPE html><html></html>", "HTML or XML page")]
    [InlineData("  <svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing")]
    [InlineData("%PDF-1.7", "PDF document")]
    [InlineData("hello", "not a picture in a format known here")]
    [InlineData("BMW makes cars, not bitmaps", "not a picture in a format known here")]
    public void File_that_is_no_picture_is_called_what_it_is(string text, string expected) =>
        AssertInvalid(_decoder.Decode(Encoding.UTF8.GetBytes(text), "item 7"), "item 7", expected);

    [DataTheory]
    [InlineData("libvips/17000x17000.avif", "17000x17000 is 289 megapixels, more than the limit of 100")]
    [InlineData("pillow/decompression_bomb.gif", "GIF")]
    [InlineData("libvips/truncated.jpg", "the JPEG file is truncated")]
    [InlineData("pillow/truncated_jpeg.jpg", "the JPEG file is truncated")]
    [InlineData("pillow/truncated_image.png", "the PNG file is truncated")]
    [InlineData("tiny/png-truncated.png", "the PNG file is truncated")]
    [InlineData("pillow/broken.png", "the PNG file is truncated: it ends within its header")]
    [InlineData("tiny/gif.gif", "no frames in GIF")]
    [InlineData("tiny/tiff.tif", "the TIFF header cannot be read")]
    [InlineData("tiny/webp.webp", "WebP")]
    [InlineData("pillow/hopper.bmp", "this is a BMP picture, which this build of libvips does not read")]
    [InlineData("tiny/jpeg2.jp2", "this is a JPEG 2000 picture, which this build of libvips does not read")]
    [InlineData("tiny/jxl.jxl", "this is a JPEG XL picture, which this build of libvips does not read")]
    public void Broken_file_is_one_line_that_says_what_is_wrong(string file, string expected)
    {
        var path = TestData.Path($"pictures/{file}");
        AssertInvalid(_decoder.DecodeFile(path), path, expected);
    }

    [DataTheory]
    [InlineData("libvips/17000x17000.avif")]
    [InlineData("pillow/decompression_bomb.gif")]
    [InlineData("pillow/png_decompression_dos.png")]
    public void Bomb_asks_for_no_memory(string file)
    {
        var before = Environment.WorkingSet;
        var outcome = _decoder.DecodeFile(TestData.Path($"pictures/{file}"));
        if (outcome.TryGet(out var picture, out _)) picture.Dispose();
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 100L << 20);
    }

    [Fact]
    public void Pixel_limit_is_checked_before_pixels_are_decoded()
    {
        // Half of the pixels are missing: a decoder that looked at them first would say so.
        var png = TestPictures.Encode(TestPictures.Noise(32, 32), PictureFormat.Png);
        var outcome = new PictureDecoder(new() { PixelLimit = 1023 }).Decode(png.AsSpan(0, png.Length / 2), "x");
        AssertInvalid(outcome, "x", "32x32 is 0 megapixels, more than the limit of 0");
        using var allowed = new PictureDecoder(new() { PixelLimit = 1024 }).Decode(png, "x").Value;
        Assert.Equal(32, allowed.Width);
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.WebP)]
    public void Cut_at_every_offset_fails_in_one_line_or_has_all_pixels(PictureFormat format)
    {
        using var whole = TestPictures.Gradient(19, 13);
        var bytes = new PictureEncoder().Encode(whole, format).Value;
        using var expected = _decoder.Decode(bytes, "x").Value;
        var lenient = new PictureDecoder(new() { Lenient = true });
        var failures = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            var outcome = _decoder.Decode(bytes.AsSpan(0, length), "cut");
            if (outcome.TryGet(out var picture, out var failure))
            {
                // The last bytes of a file may be checksums and end marks: then nothing is missing.
                using (picture) Assert.Equal(0, TestPictures.MeanAbsoluteDifference(expected, picture));
            }
            else
            {
                failures++;
                AssertOneLine(failure, "cut");
            }

            if (lenient.Decode(bytes.AsSpan(0, length), "cut").TryGet(out var partial, out failure)) partial.Dispose();
            else AssertOneLine(failure, "cut");
        }

        Assert.InRange(failures, bytes.Length / 2, bytes.Length);
    }

    [DataTheory]
    [InlineData("libvips/truncated.jpg")]
    [InlineData("pillow/truncated_jpeg.jpg")]
    [InlineData("pillow/truncated_image.png")]
    public void Lenient_decoder_takes_what_is_there(string file)
    {
        using var picture = new PictureDecoder(new() { Lenient = true }).DecodeFile(TestData.Path($"pictures/{file}")).Value;
        Assert.True(picture.Row(0).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Two_thousand_broken_files_leave_memory_flat()
    {
        var jpeg = TestPictures.Encode(TestPictures.Noise(200, 150), PictureFormat.Jpeg);
        var png = TestPictures.Encode(TestPictures.Noise(200, 150), PictureFormat.Png);
        Break(200);
        GC.Collect();
        var before = Environment.WorkingSet;
        Break(2000);
        GC.Collect();
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 24L << 20); // one leaked picture each would be 180 MB
        Assert.Equal(0, Libvips.TrackedBytes);

        void Break(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var bytes = i % 2 == 0 ? jpeg : png;
                Assert.False(_decoder.Decode(bytes.AsSpan(0, bytes.Length / 2), "broken").Succeeded);
            }
        }
    }

    [Fact]
    public void File_that_cannot_be_read_says_why()
    {
        using var folder = new TemporaryFolder();
        var missing = _decoder.DecodeFile(folder.File("none.png"));
        Assert.Equal(ErrorKind.NotFound, missing.Failure!.Kind);
        AssertInvalid(_decoder.DecodeFile(folder.Path), folder.Path, "folder");
        File.WriteAllBytes(folder.File("large.png"), new byte[1000]);
        AssertInvalid(new PictureDecoder(new() { FileSizeLimit = 999 }).DecodeFile(folder.File("large.png")), "large.png", "1,000 bytes, more than the limit of 999");
        File.WriteAllBytes(folder.File("empty.png"), []);
        AssertInvalid(_decoder.DecodeFile(folder.File("empty.png")), "empty.png", "the file is empty");
    }

    private static void AssertInvalid(Outcome<Picture> outcome, string name, string expected)
    {
        Assert.Equal(ErrorKind.InvalidInput, outcome.Failure!.Kind);
        AssertOneLine(outcome.Failure!, name);
        Assert.Contains(expected, outcome.Failure!.Message, StringComparison.Ordinal);
    }

    private static void AssertOneLine(Failure failure, string name)
    {
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 10, 500);
    }
}
