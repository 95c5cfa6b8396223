using ActorInference;
using ActorInference.Imaging;

namespace WebApi;

/// <summary>A picture's way through the model: bytes to bytes.</summary>
internal sealed class Restyler
{
    // A server is asked by one who waits: it is better to hear "full" than to wait in line.
    private static readonly PredictionOptions RefuseWhenFull = new() { WhenFull = WhenFull.Refuse };

    private readonly Predictor _predictor;
    private readonly PicturePreparer _preparer;
    private readonly PictureRestorer _restorer;
    private readonly PictureEncoder _encoder = new();

    public Restyler(Predictor predictor, RestylingOptions options)
    {
        // How pixels become numbers stands beside the model, in its manifest.
        var section = ModelManifest.Find(predictor.Model).Value?.Picture;
        var settings = section is null ? new() : PictureSection.Read(section).Value;
        var model = PictureModel.Of(predictor.Signature, settings with { MaxSize = options.LongestSide }).Value;
        _predictor = predictor;
        _preparer = new(model.Preparation);
        _restorer = new(model.Encoding);
    }

    /// <summary>One picture. When <paramref name="cancel"/> is cancelled the prediction ends, even one that runs, and the outcome is cancelled.</summary>
    public async Task<Outcome<byte[]>> RestyleAsync(ReadOnlyMemory<byte> bytes, string name, CancellationToken cancel)
    {
        if (!_preparer.Prepare(bytes.Span, name).TryGet(out var prepared, out var failure)) return failure;
        var outcome = await _predictor.PredictAsync(prepared.Tensor, RefuseWhenFull, cancel); // the tensor is the predictor's now
        if (!outcome.TryGet(out var prediction, out failure)) return failure;
        using (prediction) return Encode(prediction.Tensor, prepared.Placement, name);
    }

    /// <summary>The same for many: a run has few of them in memory at once, and waits where one alone would be refused.</summary>
    public Pipeline<IFormFile, byte[]> Describe(PipelineOptions options) => Pipeline.Of<IFormFile>(options)
        .Preprocess(Prepare)
        .Predict(_predictor, upload => upload.Picture.Tensor)
        .Postprocess(predicted =>
        {
            using (predicted) return Encode(predicted.Tensor, predicted.Item.Picture.Placement, predicted.Item.Name);
        });

    private Outcome<Upload> Prepare(IFormFile file)
    {
        var bytes = new byte[file.Length];
        using (var content = file.OpenReadStream()) content.ReadExactly(bytes);
        return _preparer.Prepare(bytes, file.FileName).TryGet(out var picture, out var failure) ? new Upload(file.FileName, picture) : failure;
    }

    private Outcome<byte[]> Encode(Tensor tensor, PicturePlacement placement, string name)
    {
        if (!_restorer.Restore(tensor, 0, placement, name).TryGet(out var picture, out var failure)) return failure;
        using (picture) return _encoder.Encode(picture, PictureFormat.Jpeg);
    }

    private sealed record Upload(string Name, PreparedPicture Picture) : IDisposable, IByteSized
    {
        public long ByteLength => Picture.ByteLength;

        public void Dispose() => Picture.Dispose();
    }
}
