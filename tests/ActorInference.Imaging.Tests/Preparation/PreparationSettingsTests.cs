namespace ActorInference.Imaging.Tests.Preparation;

public sealed class PreparationSettingsTests : LeakChecked
{
    [Theory]
    [InlineData("0..1", 255, 0, 1, "0..1")]
    [InlineData("0..255", 1, 0, 1, "0..255")]
    [InlineData("-1..1", 127.5, 1, 1, "-1..1")]
    [InlineData("0.5/0.25", 255, 0.5, 0.25, "mean 0.5, std 0.25 of 0..1")]
    [InlineData("123.5/58", 1, 123.5, 58, "mean 123.5, std 58 of 0..255")]
    public void Range_is_read_and_described(string text, float divisor, float mean, float std, string description)
    {
        var mapping = ValueMapping.Parse(text).Value;
        Assert.Equal(new(divisor, ChannelTriple.Same(mean), ChannelTriple.Same(std)), mapping);
        Assert.Equal(description, mapping.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0..2")]
    [InlineData("mean/std")]
    [InlineData("0.5")]
    [InlineData("0.5/0")]
    [InlineData("0.5/-1")]
    [InlineData("NaN/1")]
    [InlineData("1,2/1")]
    [InlineData("1/2/3")]
    public void Range_that_is_none_is_refused_with_an_example(string text) =>
        Assert.Equal(ErrorKind.InvalidInput, ValueMapping.Parse(text).Failure!.Kind);

    [Fact]
    public void Layout_and_colours_are_read_in_any_case()
    {
        Assert.Equal(TensorLayout.Nhwc, PictureWords.ParseLayout("nhwc").Value);
        Assert.Equal(TensorLayout.Nchw, PictureWords.ParseLayout("NCHW").Value);
        Assert.Equal(ColorOrder.Bgr, PictureWords.ParseColors("bgr").Value);
        Assert.Equal(ColorOrder.Grey, PictureWords.ParseColors("gray").Value);
        Assert.Contains("NCHW or NHWC", PictureWords.ParseLayout("HWC").Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("RGB, BGR", PictureWords.ParseColors("CMYK").Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Preparation_describes_itself_in_one_line()
    {
        Assert.Equal("NHWC RGB float32, -1..1, own size, padded to a multiple of 16", new PicturePreparation { Layout = TensorLayout.Nhwc, Values = ValueMapping.MinusOneToOne, Multiple = 16 }.Describe());
        Assert.Equal(
            "NCHW BGR float16, 0..255, letterboxed to 416x416 top left on #727272",
            new PicturePreparation { Colors = ColorOrder.Bgr, ElementType = ElementType.Float16, Values = ValueMapping.ZeroTo255, Fit = PictureFit.Letterbox, Size = new(416, 416), Alignment = LetterboxAlignment.TopLeft, Fill = Rgb.Grey(114) }.ToString());
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused_at_once()
    {
        AssertRefused(new() { ElementType = ElementType.Int64 }, "float32, float16 or uint8");
        AssertRefused(new() { ElementType = ElementType.UInt8 }, "0..255");
        AssertRefused(new() { Fit = PictureFit.Letterbox }, "to letterbox a picture a size");
        AssertRefused(new() { Fit = PictureFit.Stretch, Size = new(0, 5) }, "to stretch a picture a size");
        AssertRefused(new() { Multiple = 0 }, "multiple");
        AssertRefused(new() { Minimum = 0 }, "minimum");
        AssertRefused(new() { MaxSize = -1 }, "largest size");
        AssertRefused(new() { Values = new(0, default, ChannelTriple.Same(1)) }, "not 0");
    }

    [Theory]
    [InlineData(PictureFit.None, 640, 480, 640, 480, 640, 480)]
    [InlineData(PictureFit.Stretch, 640, 480, 224, 224, 224, 224)]
    [InlineData(PictureFit.Letterbox, 640, 480, 224, 168, 224, 224)]
    [InlineData(PictureFit.Letterbox, 100000, 1, 224, 1, 224, 224)]
    [InlineData(PictureFit.CentreCrop, 640, 480, 299, 224, 224, 224)]
    [InlineData(PictureFit.CentreCrop, 3, 7, 224, 523, 224, 224)]
    public void Placement_has_the_sizes_of_its_fit(PictureFit fit, int width, int height, int resizedWidth, int resizedHeight, int tensorWidth, int tensorHeight)
    {
        var placement = new PicturePreparer(new() { Fit = fit, Size = new(224, 224) }).Plan(new(width, height));
        Assert.Equal(new(resizedWidth, resizedHeight), placement.Resized);
        Assert.Equal(new(tensorWidth, tensorHeight), placement.Tensor);
        var (x, y) = placement.ToTensor(width / 3.0, height / 5.0);
        var (backX, backY) = placement.ToSource(x, y);
        Assert.Equal(width / 3.0, backX, 6);
        Assert.Equal(height / 5.0, backY, 6);
    }

    [Fact]
    public void Sizes_are_limited_and_padded()
    {
        Assert.Equal(new(64, 32), new PicturePreparer(new() { MaxSize = 50, Multiple = 32 }).Plan(new(100, 40)).Tensor);
        Assert.Equal(new(50, 20), new PicturePreparer(new() { MaxSize = 50, Multiple = 32 }).Plan(new(100, 40)).Resized);
        Assert.Equal(new(48, 48), new PicturePreparer(new() { Minimum = 33, Multiple = 16 }).Plan(new(3, 4)).Tensor);
    }

    [Theory]
    [InlineData(1_000_000, 1, 1)]
    [InlineData(1, 2_000_000_000, 1)]
    [InlineData(1, 1, 2_000_000_000)]
    [InlineData(1, int.MaxValue, int.MaxValue)]
    public void Size_that_no_memory_holds_is_refused_for_encoded_and_decoded_pictures_alike(int side, int multiple, int minimum)
    {
        var fit = side > 1 ? PictureFit.Stretch : PictureFit.None;
        var preparer = new PicturePreparer(new() { Fit = fit, Size = new(side, side), Multiple = multiple, Minimum = minimum });
        using var picture = TestPictures.Noise(4, 5);
        var encoded = new PictureEncoder().Encode(picture, PictureFormat.Png).Value;
        Assert.Contains("over the limit of 100,000,000", preparer.Prepare(picture).Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("over the limit of 100,000,000", preparer.Prepare(encoded, "a.png").Failure!.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(PicturePreparation preparation, string expected)
    {
        var exception = Assert.Throws<InferenceException>(() => new PicturePreparer(preparation));
        Assert.Equal(ErrorKind.InvalidInput, exception.Kind);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
