using ActorInference;
using ActorInference.Imaging;
using Microsoft.Extensions.Options;

namespace HostService;

/// <summary>Pictures in files to restyled pictures in the same format, as bytes.</summary>
internal static class RestylingPipeline
{
    public static Pipeline<IncomingPicture, byte[]> Describe(IServiceProvider services, PipelineOptions options)
    {
        var predictor = services.GetRequiredKeyedService<Predictor>("cartoon");
        var pictures = services.GetRequiredService<PictureOptions>();

        // How pixels become numbers stands beside the model, in its manifest.
        var section = ModelManifest.Find(predictor.Model).Value?.Picture;
        var settings = section is null ? new() : PictureSection.Read(section).Value;
        var longestSide = services.GetRequiredService<IOptions<RestylingOptions>>().Value.LongestSide;
        var model = PictureModel.Of(predictor.Signature, settings with { MaxSize = longestSide }).Value;

        var preparer = new PicturePreparer(model.Preparation, new(pictures.Decode));
        var restorer = new PictureRestorer(model.Encoding, pictures.Restore);
        var encoder = new PictureEncoder(pictures.Encode);
        return Pipeline.Of<IncomingPicture>(options)
            .Preprocess(picture => preparer.PrepareFile(picture.Path).TryGet(out var prepared, out var failure) ? (Outcome<Prepared>)new Prepared(picture, prepared) : failure)
            .Predict(predictor, prepared => prepared.Picture.Tensor)
            .Postprocess(predicted =>
            {
                using (predicted)
                {
                    var (source, prepared) = predicted.Item;
                    if (!restorer.Restore(predicted.Tensor, 0, prepared.Placement, source.Name).TryGet(out var picture, out var failure)) return failure;
                    using (picture) return encoder.Encode(picture, PictureEncoder.FormatOf(source.Name).Value);
                }
            });
    }

    private sealed record Prepared(IncomingPicture Source, PreparedPicture Picture) : IDisposable, IByteSized
    {
        public long ByteLength => Picture.ByteLength;

        public void Dispose() => Picture.Dispose();
    }
}
