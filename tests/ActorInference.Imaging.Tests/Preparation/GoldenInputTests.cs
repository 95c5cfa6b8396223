using System.Numerics.Tensors;

namespace ActorInference.Imaging.Tests.Preparation;

/// <summary>Pictures that are resized already, through our preparation, against the tensors that the reference results were made from.</summary>
public sealed class GoldenInputTests : LeakChecked
{
    [DataTheory]
    [InlineData("animegan_tiny_cute_256x256", "NHWC", "RGB", "-1..1")]
    [InlineData("cifar10_batch4", "NCHW", "RGB", "0.5/0.5")]
    [InlineData("deeplab_cat", "NHWC", "RGB", "-1..1")]
    [InlineData("fst_tiny_batch2", "NCHW", "RGB", "0..255")]
    [InlineData("pairlie_hxw_2inputs", "NCHW", "RGB", "0..1")]
    [InlineData("superres_y_batch2", "NCHW", "Y", "0..1")]
    [InlineData("yolox_nano_dog", "NCHW", "BGR", "0..255")]
    public void Float32_input_equals_the_reference_bit_for_bit(string golden, string layout, string colors, string range)
    {
        var (batch, _) = PrepareAll(golden, PreparationOf(layout, colors, range, ElementType.Float32));
        using var reference = Reference(golden);
        using (batch) Assert.Equal(reference.Span<float>().ToArray(), batch.Span<float>().ToArray());
    }

    [DataFact]
    public void Float16_input_equals_the_reference_bit_for_bit()
    {
        var (batch, _) = PrepareAll("squeezenet_fp16_cat", PreparationOf("NCHW", "BGR", "0..255", ElementType.Float16));
        using var reference = Reference("squeezenet_fp16_cat");
        using (batch) Assert.Equal(reference.Span<Half>().ToArray(), batch.Span<Half>().ToArray());
    }

    [DataFact]
    public void Letterbox_of_the_source_picture_comes_close_to_the_reference()
    {
        var preparation = PreparationOf("NCHW", "BGR", "0..255", ElementType.Float32) with
        {
            Fit = PictureFit.Letterbox,
            Size = new(416, 416),
            Alignment = LetterboxAlignment.TopLeft,
            Fill = Rgb.Grey(114),
        };
        using var prepared = new PicturePreparer(preparation).PrepareFile(TestData.Path("pictures/opencv-samples/dog.jpg")).Value;
        using var reference = Reference("yolox_nano_dog");

        // The reference was resized by another library with a filter of its own: the same picture in the same place, not the same bits.
        Assert.InRange(MeanAbsoluteDifference(prepared.Tensor.Span<float>(), reference.Span<float>()), 0, 4);
        Assert.Equal(114, prepared.Tensor.Span<float>()[(415 * 416) + 415]);
    }

    private static Tensor Reference(string golden) => (Tensor)TensorFile.Read(TestData.Path($"golden/{golden}/input_0.npy")).Value;

    private static PicturePreparation PreparationOf(string layout, string colors, string range, ElementType elementType) => new()
    {
        Layout = PictureWords.ParseLayout(layout).Value,
        Colors = PictureWords.ParseColors(colors).Value,
        Values = ValueMapping.Parse(range).Value,
        ElementType = elementType,
    };

    private static (Tensor Batch, PicturePlacement Placement) PrepareAll(string golden, PicturePreparation preparation)
    {
        // The references were made by code that ignores colour profiles, and one of the pictures has one (Adobe RGB).
        var preparer = new PicturePreparer(preparation, new(new() { IgnoreColorProfile = true }));
        var files = Directory.GetFiles(TestData.Path($"golden/{golden}"), "pixels_*.png").Order(StringComparer.Ordinal).ToArray();
        var size = new PictureDecoder().Identify(File.ReadAllBytes(files[0]), files[0]).Value.Size;
        var placement = preparer.Plan(size);
        var batch = Tensor.Allocate(preparation.ElementType, preparer.ShapeOf(placement, files.Length));
        for (var slot = 0; slot < files.Length; slot++) Assert.Equal(placement, preparer.PrepareInto(batch, slot, File.ReadAllBytes(files[slot]), files[slot]).Value);
        return (batch, placement);
    }

    private static float MeanAbsoluteDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return TensorPrimitives.SumOfMagnitudes<float>(difference) / a.Length;
    }
}
