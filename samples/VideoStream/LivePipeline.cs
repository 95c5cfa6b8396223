using ActorInference;
using ActorInference.Imaging;

namespace VideoStream;

/// <summary>Frames to pairs of JPEGs. Of frames that come faster than the model works it takes the newest: what is seen is always of now.</summary>
internal sealed class LivePipeline
{
    private readonly PicturePreparer _preparer;
    private readonly PictureRestorer _restorer;
    private readonly PictureEncoder _encoder = new(new() { Quality = 80 }); // nobody looks at one frame for long

    private LivePipeline(Predictor predictor, int size)
    {
        // How pixels become numbers stands beside the model, in its manifest.
        var section = ModelManifest.Find(predictor.Model).Value?.Picture;
        var settings = section is null ? new() : PictureSection.Read(section).Value;
        var model = PictureModel.Of(predictor.Signature, settings with { MaxSize = size }).Value;
        _preparer = new(model.Preparation);
        _restorer = new(model.Encoding);
    }

    public static Pipeline<LiveFrame, ViewedFrame> Describe(Predictor predictor, int size, PipelineOptions options)
    {
        var stages = new LivePipeline(predictor, size);
        return Pipeline.Of<LiveFrame>(options)
            .Buffer(1, Overflow.LatestOnly)
            .Preprocess(stages.Prepare)
            .Predict(predictor, prepared => prepared.Picture.Tensor)
            .Postprocess(stages.Restore);
    }

    // The original is shown as large as the model sees it. Its pixels end here: the tensor has what the model needs.
    private Outcome<PreparedFrame> Prepare(LiveFrame live)
    {
        using (live)
        {
            using var seen = PictureResizer.Resize(live.Frame.Picture, _preparer.Plan(live.Frame.Picture.Size).Resized);
            if (!_encoder.Encode(seen, PictureFormat.Jpeg).TryGet(out var original, out var failure)) return failure;
            return _preparer.Prepare(seen).TryGet(out var picture, out failure) ? new PreparedFrame(live.Number, live.Came, original, picture) : failure;
        }
    }

    private Outcome<ViewedFrame> Restore(Predicted<PreparedFrame> predicted)
    {
        using (predicted)
        {
            var (number, came, original, prepared) = predicted.Item;
            if (!_restorer.Restore(predicted.Tensor, 0, prepared.Placement).TryGet(out var picture, out var failure)) return failure;
            using (picture) return _encoder.Encode(picture, PictureFormat.Jpeg).TryGet(out var result, out failure) ? new ViewedFrame(number, came, original, result) : failure;
        }
    }

    private sealed record PreparedFrame(long Number, long Came, byte[] Original, PreparedPicture Picture) : IDisposable, IByteSized
    {
        public long ByteLength => Original.Length + Picture.ByteLength;

        public void Dispose() => Picture.Dispose();
    }
}
