using ActorInference.Imaging;

namespace ActorInference.Bench.Preparation;

/// <summary>
/// From JPEG bytes to float32 [1,3,224,224], normalised: our fused way against decoding at full size, resizing, and nested loops over pixels.
/// </summary>
internal static class PreparationCommand
{
    private const int Rounds = 60;
    private static readonly PictureSize Target = new(224, 224);

    public static int Run(ReadOnlySpan<string> pictures)
    {
        Measure("1920x1080 JPEG made here (gradients, shapes, light noise; quality 80)", SyntheticPhoto.Jpeg(1920, 1080));
        foreach (var path in pictures) Measure(Path.GetFileName(path), File.ReadAllBytes(path));
        return 0;
    }

    private static void Measure(string title, byte[] jpeg)
    {
        var decoder = new PictureDecoder();
        var bilinear = Preparer(PictureFilter.Bilinear);
        var lanczos = Preparer(PictureFilter.Lanczos3);
        Console.WriteLine($"{title}: {decoder.Identify(jpeg, title).Value.Size}, {jpeg.Length:N0} bytes; mean absolute difference of the tensors from the "
            + $"straightforward one (8-bit steps): {Difference(jpeg, bilinear, PictureFilter.Bilinear):F2} bilinear, {Difference(jpeg, lanczos, PictureFilter.Lanczos3):F2} Lanczos\n");
        new AlternatingRun()
            .Variant("straightforward, bilinear", () => Straightforward.Prepare(decoder, jpeg, Target, PictureFilter.Bilinear))
            .Variant("fused, bilinear", () => bilinear.Prepare(jpeg, title).Value.Dispose())
            .Variant("straightforward, resized in plain loops", () => Straightforward.PrepareInLoops(decoder, jpeg, Target))
            .Variant("straightforward, Lanczos", () => Straightforward.Prepare(decoder, jpeg, Target, PictureFilter.Lanczos3))
            .Variant("fused, Lanczos", () => lanczos.Prepare(jpeg, title).Value.Dispose())
            .Print($"{title} to float32 [1,3,224,224]", Rounds);
    }

    private static PicturePreparer Preparer(PictureFilter filter) =>
        new(new() { Fit = PictureFit.Stretch, Size = Target, Filter = filter, Values = ValueMapping.MeanStd(Straightforward.Mean, Straightforward.Std) });

    private static double Difference(byte[] jpeg, PicturePreparer fused, PictureFilter filter)
    {
        using var prepared = fused.Prepare(jpeg, "picture").Value;
        var plain = Straightforward.Prepare(new(), jpeg, Target, filter);
        var numbers = prepared.Tensor.Span<float>();
        double sum = 0;
        for (var i = 0; i < plain.Length; i++) sum += Math.Abs(plain[i] - numbers[i]);
        return sum / plain.Length * 0.226 * 255; // 0.226: the mean of the three deviations
    }
}
