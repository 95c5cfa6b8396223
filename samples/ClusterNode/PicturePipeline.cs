using ActorInference;
using ActorInference.Imaging;

namespace PictureCluster;

/// <summary>Pictures in files to restyled pictures in the same format, as bytes. What is before the prediction and behind it is done here, the prediction wherever the predictor has it done.</summary>
internal static class PicturePipeline
{
    // The longer side of a result, in pixels: the model draws its lines for 500 to 1000.
    private const int LongestSide = 800;

    // Predictions asked for at once. Nodes say themselves how many they take, and there may be more nodes in a moment than now; the others wait in the frontend, 8 MB each at most.
    private const int Predictions = 16;

    // With those that are being prepared or restored.
    private const int Pictures = Predictions + 4;

    public static Outcome<Pipeline<string, byte[]>> Describe(IPredictor predictor)
    {
        // How pixels become numbers stands beside the model, in its manifest.
        if (!ModelManifest.Find(Member.ModelFile).TryGet(out var manifest, out var failure)) return failure;
        var settings = manifest?.Picture is { } section ? PictureSection.Read(section) : new PictureSettings();
        if (!settings.TryGet(out var said, out failure)) return failure;
        if (!PictureModel.Of(predictor.Signature, said with { MaxSize = LongestSide }).TryGet(out var model, out failure)) return failure;

        var (preparer, restorer, encoder) = (new PicturePreparer(model.Preparation), new PictureRestorer(model.Encoding), new PictureEncoder());
        return Pipeline.Of<string>(new() { Ordered = false, MaxItemsInFlight = Pictures })
            .Preprocess(file => preparer.PrepareFile(file).TryGet(out var prepared, out var wrong) ? (Outcome<Prepared>)new Prepared(file, prepared) : wrong)
            .Predict(predictor, prepared => prepared.Picture.Tensor, options: new() { Parallelism = Predictions })
            .Postprocess(predicted =>
            {
                using (predicted)
                {
                    var (file, prepared) = predicted.Item;
                    if (!restorer.Restore(predicted.Tensor, 0, prepared.Placement, file).TryGet(out var picture, out var wrong)) return wrong;
                    using (picture) return encoder.Encode(picture, PictureEncoder.FormatOf(file).Value);
                }
            });
    }

    private sealed record Prepared(string File, PreparedPicture Picture) : IDisposable, IByteSized
    {
        public long ByteLength => Picture.ByteLength;

        public void Dispose() => Picture.Dispose();
    }
}
