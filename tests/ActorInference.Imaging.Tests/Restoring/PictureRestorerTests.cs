namespace ActorInference.Imaging.Tests.Restoring;

public sealed class PictureRestorerTests : LeakChecked
{
    [Fact]
    public void Values_are_rounded_and_clamped_and_nan_is_black()
    {
        float[] special = [float.NaN, float.NegativeInfinity, float.PositiveInfinity, -1e30f, 1e30f, -0.4f, 0.49f, 0.5f, 254.49f, 254.5f, 255.4f, 256f];
        byte[] expected = [0, 0, 255, 0, 255, 0, 0, 1, 254, 255, 255, 255];
        foreach (var repeat in new[] { 1, 11, 40 })
        {
            var numbers = Enumerable.Repeat(special, repeat).SelectMany(value => value).ToArray();
            using var tensor = Tensor.From(numbers, [1, 1, 1, numbers.Length]);
            using var picture = new PictureRestorer(new() { Colors = ColorOrder.Grey, Values = ValueMapping.ZeroTo255 }).Restore(tensor).Value;
            for (var i = 0; i < numbers.Length; i++) Assert.Equal(expected[i % expected.Length], picture.At(i, 0).R);
        }
    }

    [Fact]
    public void Minus_one_to_one_comes_back()
    {
        using var tensor = Tensor.From([-1f, 0f, 1f], [1, 1, 1, 3]);
        using var picture = new PictureRestorer(new() { Layout = TensorLayout.Nhwc, Values = ValueMapping.MinusOneToOne }).Restore(tensor).Value;
        Assert.Equal((0, 128, 255), picture.At(0, 0));
    }

    [Fact]
    public void Larger_output_is_cropped_in_proportion_and_resized_to_the_source_if_asked()
    {
        var preparation = new PicturePreparation { Layout = TensorLayout.Nhwc, Multiple = 16 };
        using var picture = TestPictures.Gradient(20, 10);
        using var prepared = new PicturePreparer(preparation).Prepare(picture).Value;
        using var padded = new PictureRestorer(preparation).Restore(prepared.Tensor).Value;
        using var tripled = PictureResizer.Resize(padded, new(96, 48), PictureFilter.Nearest);
        using var output = new PicturePreparer(preparation with { Multiple = 1 }).Prepare(tripled).Value;

        using var cropped = new PictureRestorer(preparation).Restore(output.Tensor, 0, prepared.Placement).Value;
        Assert.Equal(new(60, 30), cropped.Size);
        Assert.Equal(picture.Size, cropped.Source);
        using var back = new PictureRestorer(preparation, new() { SourceSize = true }).Restore(output.Tensor, 0, prepared.Placement).Value;
        Assert.InRange(TestPictures.MeanAbsoluteDifference(picture, back), 0, 4);
    }

    [Fact]
    public void Luma_gets_the_colours_of_its_source()
    {
        var preparation = new PicturePreparation { Colors = ColorOrder.Y };
        using var picture = TestPictures.Gradient(40, 30);
        using var prepared = new PicturePreparer(preparation).Prepare(picture).Value;
        using var coloured = new PictureRestorer(preparation).Restore(prepared.Tensor, 0, prepared.Placement, source: picture).Value;
        Assert.InRange(TestPictures.MeanAbsoluteDifference(picture, coloured), 0, 1);
    }

    [Fact]
    public void Tensor_that_holds_no_such_picture_is_refused()
    {
        var restorer = new PictureRestorer(new());
        foreach (var tensor in new[] { Tensor.Allocate(ElementType.Float32, [1, 4, 2, 2]), Tensor.Allocate(ElementType.Float32, [3, 2, 2]), Tensor.Allocate(ElementType.Float16, [1, 3, 2, 2]), Tensor.Allocate(ElementType.Float32, [1, 3, 0, 2]) })
        {
            using (tensor) Assert.Equal(ErrorKind.InvalidInput, restorer.Restore(tensor, 0, "out").Failure!.Kind);
        }

        using var one = Tensor.Allocate(ElementType.Float32, [1, 3, 2, 2]);
        Assert.Contains("slot 1", restorer.Restore(one, 1, "out").Failure!.Message, StringComparison.Ordinal);
    }
}
