namespace ActorInference.Imaging.Tests.Preparation;

public sealed class ConversionTests : LeakChecked
{
    public static TheoryData<TensorLayout, ColorOrder, ElementType, string> Combinations()
    {
        var data = new TheoryData<TensorLayout, ColorOrder, ElementType, string>();
        foreach (var layout in Enum.GetValues<TensorLayout>())
        {
            foreach (var colors in Enum.GetValues<ColorOrder>())
            {
                data.Add(layout, colors, ElementType.UInt8, "0..255");
                foreach (var range in new[] { "0..1", "0..255", "-1..1", "0.485,0.456,0.406/0.229,0.224,0.225", "123.7,116.3,103.5/58.4,57.1,57.4", "0.5/1" })
                {
                    data.Add(layout, colors, ElementType.Float32, range);
                    data.Add(layout, colors, ElementType.Float16, range);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public void Fast_conversion_equals_the_plain_one_and_comes_back(TensorLayout layout, ColorOrder colors, ElementType elementType, string range)
    {
        var preparation = new PicturePreparation { Layout = layout, Colors = colors, ElementType = elementType, Values = ValueMapping.Parse(range).Value };
        foreach (var (width, height) in new[] { (1, 1), (2, 3), (5, 1), (15, 2), (16, 2), (17, 3), (31, 2), (33, 2), (64, 1), (95, 2), (127, 2), (257, 2) })
        {
            using var picture = TestPictures.Noise(width, height, width);
            foreach (var variant in new[] { preparation, preparation with { Multiple = 8 }, preparation with { Multiple = 32, Padding = PicturePadding.Fill, Fill = new(1, 100, 200) } })
            {
                using var prepared = new PicturePreparer(variant).Prepare(picture).Value;
                Assert.Equal(PlainPreparation.Convert(picture, prepared.Placement, variant), Doubles(prepared.Tensor));

                using var restored = new PictureRestorer(variant).Restore(prepared.Tensor, 0, prepared.Placement).Value;
                var isGrey = variant.Channels == 1;
                for (var y = 0; y < height; y++)
                {
                    for (var x = 0; x < width; x++)
                    {
                        var expected = picture.At(x, y);
                        var luma = (byte)Math.Floor((((expected.R * 19595) + (expected.G * 38470) + (expected.B * 7471)) / 65536.0) + 0.5);
                        Assert.Equal(isGrey ? (luma, luma, luma) : expected, restored.At(x, y));
                    }
                }
            }
        }
    }

    [Fact]
    public void Letterbox_fills_around_the_picture()
    {
        foreach (var alignment in Enum.GetValues<LetterboxAlignment>())
        {
            var preparation = new PicturePreparation { Fit = PictureFit.Letterbox, Size = new(21, 40), Alignment = alignment, Fill = new(114, 5, 9), Values = ValueMapping.ZeroTo255 };
            using var picture = TestPictures.Noise(21, 13); // fits without scaling
            using var prepared = new PicturePreparer(preparation).Prepare(picture).Value;
            Assert.Equal(new PixelArea(0, alignment == LetterboxAlignment.TopLeft ? 0 : 13, 21, 13), prepared.Placement.Content);
            Assert.Equal(PlainPreparation.Convert(picture, prepared.Placement, preparation), Doubles(prepared.Tensor));
        }
    }

    [Fact]
    public void Padding_beyond_a_letterbox_is_its_edge_again_or_filled()
    {
        foreach (var (width, height) in new[] { (21, 13), (13, 21), (21, 21), (1, 21) })
        {
            foreach (var alignment in Enum.GetValues<LetterboxAlignment>())
            {
                foreach (var padding in Enum.GetValues<PicturePadding>())
                {
                    var preparation = new PicturePreparation { Fit = PictureFit.Letterbox, Size = new(21, 21), Multiple = 16, Padding = padding, Alignment = alignment, Fill = new(114, 5, 9), Values = ValueMapping.ZeroTo255 };
                    using var picture = TestPictures.Noise(width, height);
                    using var prepared = new PicturePreparer(preparation).Prepare(picture).Value;
                    Assert.Equal(new PictureSize(32, 32), prepared.Placement.Tensor);
                    Assert.Equal(PlainPreparation.Convert(picture, prepared.Placement, preparation), Doubles(prepared.Tensor));
                }
            }
        }
    }

    [Fact]
    public void Slots_of_a_batch_are_written_where_they_belong()
    {
        var preparer = new PicturePreparer(new() { Fit = PictureFit.Stretch, Size = new(9, 7) });
        using var first = TestPictures.Noise(9, 7, 1);
        using var second = TestPictures.Noise(30, 20, 2);
        using var batch = Tensor.Allocate(ElementType.Float32, [3, 3, 7, 9]);
        batch.Span<float>().Fill(-7);
        Assert.True(preparer.PrepareInto(batch, 2, second).Succeeded);
        Assert.True(preparer.PrepareInto(batch, 0, first).Succeeded);
        using var alone = preparer.Prepare(second).Value;
        Assert.Equal(alone.Tensor.Span<float>().ToArray(), batch.Span<float>()[(2 * 189)..].ToArray());
        Assert.All(batch.Span<float>().Slice(189, 189).ToArray(), value => Assert.Equal(-7, value));
    }

    [Fact]
    public void Picture_of_another_size_is_no_part_of_a_batch()
    {
        var preparer = new PicturePreparer(new());
        using var picture = TestPictures.Noise(4, 5);
        using var batch = Tensor.Allocate(ElementType.Float32, [1, 3, 4, 4]);
        Assert.Contains("no part of a batch", preparer.PrepareInto(batch, 0, picture).Failure!.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => preparer.PrepareInto(batch, 1, picture));
        using var bytes = Tensor.Allocate(ElementType.UInt8, [1, 3, 5, 4]);
        Assert.Throws<ArgumentException>(() => preparer.PrepareInto(bytes, 0, picture));
    }

    [Fact]
    public void Sliver_that_would_have_to_grow_without_bound_is_refused()
    {
        var preparer = new PicturePreparer(new() { Fit = PictureFit.CentreCrop, Size = new(4000, 4000) });
        using var sliver = TestPictures.Noise(3_000_000, 1);
        Assert.Equal(ErrorKind.InvalidInput, preparer.Prepare(sliver).Failure!.Kind);
    }

    [Fact]
    public void Frame_of_the_right_size_allocates_next_to_nothing_on_the_managed_heap()
    {
        var preparer = new PicturePreparer(new() { Multiple = 16, ElementType = ElementType.Float16 });
        using var frame = TestPictures.Noise(100, 60);
        for (var i = 0; i < 100; i++) preparer.Prepare(frame).Value.Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) preparer.Prepare(frame).Value.Dispose();
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 1024);
    }

    private static double[] Doubles(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float32 => Array.ConvertAll(tensor.Span<float>().ToArray(), value => (double)value),
        ElementType.Float16 => Array.ConvertAll(tensor.Span<Half>().ToArray(), value => (double)value),
        _ => Array.ConvertAll(tensor.Span<byte>().ToArray(), value => (double)value),
    };
}
