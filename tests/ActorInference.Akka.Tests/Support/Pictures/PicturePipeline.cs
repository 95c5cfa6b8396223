using ActorInference.Imaging;

namespace ActorInference.Akka.Tests;

/// <summary>Encoded pictures to encoded pictures, all of it on the node: what a stream to it goes through.</summary>
internal static class PicturePipeline
{
    public static Pipeline<Tensor, Tensor> Describe(IPredictor predictor)
    {
        var model = PictureModel.Of(predictor.Signature, new()).Value;
        var (preparer, restorer, encoder) = (new PicturePreparer(model.Preparation), new PictureRestorer(model.Encoding), new PictureEncoder());
        return Pipeline.Of<Tensor>(new() { Parallelism = 2 })
            .Preprocess(encoded =>
            {
                using (encoded) return preparer.Prepare(encoded.Bytes().ToArray(), "a picture of a stream").TryGet(out var prepared, out var wrong) ? (Outcome<Prepared>)new Prepared(FormatOf(encoded), prepared) : wrong;
            })
            .Predict(predictor, prepared => prepared.Content.Tensor)
            .Postprocess(predicted =>
            {
                using (predicted)
                {
                    if (!restorer.Restore(predicted.Tensor, 0, predicted.Item.Content.Placement).TryGet(out var restored, out var wrong)) return wrong;
                    using (restored) return encoder.Encode(restored, predicted.Item.Format).TryGet(out var bytes, out wrong) ? (Outcome<Tensor>)Tensor.From(bytes, [bytes.Length]) : wrong;
                }
            });
    }

    private static PictureFormat FormatOf(Tensor encoded) => encoded.Span<byte>()[0] == 0x89 ? PictureFormat.Png : PictureFormat.Jpeg;

    private sealed record Prepared(PictureFormat Format, PreparedPicture Content) : IDisposable, IByteSized
    {
        public long ByteLength => Content.ByteLength;

        public void Dispose() => Content.Dispose();
    }
}
