using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Bench.Streams;

/// <summary>What is done to each frame, the same for every variant.</summary>
internal sealed class VideoWork
{
    private readonly PictureModel _model;
    private readonly PicturePreparer _preparer;
    private readonly PictureRestorer _restorer;

    public VideoWork(StreamCase model, ModelSignature signature)
    {
        _model = PictureModel.Of(signature, model.Settings).Value;
        _preparer = new(_model.Preparation);
        _restorer = new(_model.Encoding);
    }

    /// <summary>The frame stays the caller's.</summary>
    public PreparedPicture Prepare(VideoFrame frame) => _preparer.Prepare(frame.Picture).Value;

    /// <summary>One bare run; the prepared picture stays the caller's, the result is theirs.</summary>
    public Tensor Predict(ISession session, PreparedPicture prepared)
    {
        RunOutput[] outputs = [new(_model.Output.Name)];
        if (session.Run([new(_model.Input.Name, prepared.Tensor)], outputs) is { } failure) throw failure.ToException();
        return (Tensor)outputs[0].Value!;
    }

    /// <summary>The result as a frame with the times of the one it came from; the tensor stays the caller's.</summary>
    public VideoFrame Restore(Tensor result, PicturePlacement placement, VideoFrame frame) =>
        new(_restorer.Restore(result, 0, placement).Value, frame.Index, frame.Timestamp, frame.Duration);
}
