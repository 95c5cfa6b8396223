namespace ActorInference.Imaging.Tests.Decoding;

public sealed class PictureDecoderTests : LeakChecked
{
    private readonly PictureDecoder _decoder = new();

    [Theory]
    [InlineData(PictureFormat.Png, 0)]
    [InlineData(PictureFormat.WebP, 0)]
    [InlineData(PictureFormat.Jpeg, 1.5)]
    public void Decoded_equals_encoded(PictureFormat format, double tolerance)
    {
        using var original = TestPictures.Gradient(61, 47);
        var bytes = new PictureEncoder(new() { Quality = 100, Lossless = true }).Encode(original, format).Value;
        using var decoded = _decoder.Decode(bytes, "x").Value;
        Assert.InRange(TestPictures.MeanAbsoluteDifference(original, decoded), 0, tolerance);
        Assert.Equal(format, _decoder.Identify(bytes, "x").Value.Format);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Header_says_how_many_pictures_there_are(int frames)
    {
        byte[] head = [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
        byte[] frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        byte[] gif = [.. head, .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes), 0x3B];
        Assert.Equal(frames, _decoder.Identify(gif, "x").Value.Pages);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(0)]
    [InlineData(9)]
    public void Orientation_is_applied(int orientation)
    {
        // Stored corner by corner as EXIF defines it: tag 6 means that the stored first row is the upright right edge, and so on.
        using var upright = TestPictures.Gradient(96, 64);
        using var stored = StoredAs(upright, orientation);
        var jpeg = TestPictures.WithOrientation(new PictureEncoder(new() { Quality = 95 }).Encode(stored, PictureFormat.Jpeg).Value, orientation);

        using var decoded = _decoder.Decode(jpeg, "x").Value;
        Assert.InRange(TestPictures.MeanAbsoluteDifference(upright, decoded), 0, 2);
        Assert.Equal(upright.Size, decoded.Source);

        using var prepared = new PicturePreparer(Bytes with { Fit = PictureFit.CentreCrop, Size = new(24, 24) }).Prepare(jpeg, "x").Value;
        using var expected = new PicturePreparer(Bytes with { Fit = PictureFit.CentreCrop, Size = new(24, 24) }).Prepare(upright).Value;
        Assert.Equal(expected.Placement, prepared.Placement);
        var a = prepared.Tensor.Span<byte>();
        var b = expected.Tensor.Span<byte>();
        for (var i = 0; i < a.Length; i++) Assert.InRange(a[i], b[i] - 8, b[i] + 8);
    }

    [DataTheory]
    [InlineData("exif-orientation/Landscape_3.jpg")]
    [InlineData("exif-orientation/Landscape_6.jpg")]
    [InlineData("exif-orientation/Landscape_8.jpg")]
    public void Photograph_is_upright_whatever_its_orientation(string file)
    {
        using var reference = Thumbnail("exif-orientation/Landscape_1.jpg");
        using var picture = Thumbnail(file);
        Assert.InRange(TestPictures.MeanAbsoluteDifference(reference, picture), 0, 6); // each has its own number painted in the middle
    }

    [DataTheory]
    [InlineData("pillow/transparent.png", 0, 0, 255, 255, 255)]
    [InlineData("pillow/l_trns.png", 32, 32, 255, 255, 255)]
    [InlineData("pillow/pil_sample_cmyk.jpg", 1, 1, 237, 28, 36)]
    [InlineData("opencvsharp/16bit.png", 0, 0, 0, 0, 0)]
    [InlineData("libvips/cogs.gif", 0, 0, 255, 255, 255)]
    public void Awkward_picture_has_natural_colours(string file, int x, int y, int r, int g, int b)
    {
        using var picture = _decoder.DecodeFile(TestData.Path($"pictures/{file}")).Value;
        var at = picture.At(x, y);
        Assert.InRange(at.R, r - 25, r + 25);
        Assert.InRange(at.G, g - 25, g + 25);
        Assert.InRange(at.B, b - 25, b + 25);
    }

    [DataFact]
    public void Sixteen_bits_are_scaled_to_the_whole_range()
    {
        using var picture = _decoder.DecodeFile(TestData.Path("pictures/opencvsharp/16bit.png")).Value;
        var pixels = picture.Pixels.Span<byte>();
        Assert.InRange(pixels.ToArray().Max(), 200, 255);
        Assert.InRange(pixels.ToArray().Average(value => value), 30, 130);
    }

    [DataFact]
    public void Background_shows_through_transparent_pixels()
    {
        using var picture = new PictureDecoder(new() { Background = new(10, 200, 30) }).DecodeFile(TestData.Path("pictures/pillow/transparent.png")).Value;
        Assert.Equal((10, 200, 30), picture.At(0, 0));
    }

    [DataFact]
    public void Colour_profile_is_applied_unless_ignored()
    {
        var path = TestData.Path("pictures/skimage/rocket.jpg");
        using var applied = _decoder.DecodeFile(path).Value;
        using var ignored = new PictureDecoder(new() { IgnoreColorProfile = true }).DecodeFile(path).Value;
        Assert.InRange(TestPictures.MeanAbsoluteDifference(applied, ignored), 1, 20);
    }

    [DataTheory]
    [InlineData(PictureFilter.Bilinear)]
    [InlineData(PictureFilter.Lanczos3)]
    public void Scaled_decode_gives_what_full_decode_and_resizing_give(PictureFilter filter)
    {
        var preparation = Bytes with { Fit = PictureFit.Stretch, Size = new(160, 120), Filter = filter };
        var differences = new List<double>();
        foreach (var path in Directory.GetFiles(TestData.Path("pictures/yolodotnet")).Concat(Directory.GetFiles(TestData.Path("pictures/skimage"))))
        {
            using var full = _decoder.DecodeFile(path).Value;
            using var resized = PictureResizer.Resize(full, new(160, 120), filter);
            using var scaled = new PicturePreparer(preparation).PrepareFile(path).Value;
            using var unscaled = new PicturePreparer(preparation, new(new() { ScaledDecode = false })).PrepareFile(path).Value;
            differences.Add(Difference(scaled.Tensor, resized));
            Assert.InRange(Difference(unscaled.Tensor, resized), 0, 0.5); // profiles are applied after resizing in one, before in the other
        }

        // 8-bit steps. The block transform is a filter of its own: fine regular detail (a street with brick walls) differs most.
        Assert.InRange(differences.Average(), 0.01, 1.5);
        Assert.InRange(differences.Max(), 0.01, 5.5);

        static double Difference(Tensor tensor, Picture picture)
        {
            var a = tensor.Span<byte>();
            var b = picture.Pixels.Span<byte>();
            long sum = 0;
            for (var i = 0; i < a.Length; i++) sum += Math.Abs(a[i] - b[i]);
            return (double)sum / a.Length;
        }
    }

    [Fact]
    public void WebP_is_reduced_while_it_is_decoded_without_changing()
    {
        using var original = TestPictures.Gradient(800, 600);
        var webp = new PictureEncoder(new() { Lossless = true }).Encode(original, PictureFormat.WebP).Value;
        var preparation = Bytes with { Fit = PictureFit.Stretch, Size = new(80, 60) };
        using var prepared = new PicturePreparer(preparation).Prepare(webp, "x").Value;
        using var expected = new PicturePreparer(preparation).Prepare(original).Value;
        var a = prepared.Tensor.Span<byte>();
        var b = expected.Tensor.Span<byte>();
        for (var i = 0; i < a.Length; i++) Assert.InRange(a[i], b[i] - 3, b[i] + 3);
    }

    [Fact]
    public async Task Many_threads_decode_at_once_correctly()
    {
        var jpeg = TestPictures.Encode(TestPictures.Gradient(301, 203), PictureFormat.Jpeg);
        var png = TestPictures.Encode(TestPictures.Noise(77, 51), PictureFormat.Png);
        var cut = jpeg[..(jpeg.Length / 2)];
        using var expectedJpeg = _decoder.Decode(jpeg, "jpeg").Value;
        using var expectedPng = _decoder.Decode(png, "png").Value;
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (i, _) =>
        {
            var outcome = _decoder.Decode((i % 3) switch { 0 => jpeg, 1 => png, _ => cut }, $"item {i}");
            if (i % 3 == 2)
            {
                Assert.Contains($"item {i}: the JPEG file is truncated", outcome.Failure!.Message, StringComparison.Ordinal);
                return ValueTask.CompletedTask;
            }

            using var picture = outcome.Value;
            Assert.Equal(0, TestPictures.MeanAbsoluteDifference(i % 3 == 0 ? expectedJpeg : expectedPng, picture));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Picture_has_room_for_a_vector_behind_its_last_pixel()
    {
        // Without it native resizing writes into the next block of the heap; 64x64x3 fills a size class of the pool to the last byte.
        using var picture = Picture.Allocate(new(64, 64));
        Assert.True(picture.Pixels.Memory.ByteLength >= (64 * 64 * 3) + 64);
    }

    private static PicturePreparation Bytes { get; } = new() { ElementType = ElementType.UInt8, Values = ValueMapping.ZeroTo255, Layout = TensorLayout.Nhwc };

    private Picture Thumbnail(string file)
    {
        using var picture = _decoder.DecodeFile(TestData.Path($"pictures/{file}")).Value;
        return PictureResizer.Resize(picture, new(60, 40));
    }

    private static Picture StoredAs(Picture upright, int orientation)
    {
        var (width, height) = (upright.Width, upright.Height);
        var stored = Picture.Allocate(orientation is >= 5 and <= 8 ? new(height, width) : upright.Size);
        for (var y = 0; y < stored.Height; y++)
        {
            for (var x = 0; x < stored.Width; x++)
            {
                var (fromX, fromY) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (width - 1 - y, x),
                    7 => (width - 1 - y, height - 1 - x),
                    8 => (y, height - 1 - x),
                    _ => (x, y),
                };
                upright.Row(fromY).Slice(3 * fromX, 3).CopyTo(stored.Row(y)[(3 * x)..]);
            }
        }

        return stored;
    }
}
