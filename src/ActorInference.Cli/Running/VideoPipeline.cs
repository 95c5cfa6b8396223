using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>Video frames through a model to video frames, each with the time that it had.</summary>
internal static class VideoPipeline
{
    public static Pipeline<VideoFrame, VideoFrame> Describe(PictureStages stages, StreamOptions settings, bool isLive) =>
        settings.Begin<VideoFrame>(settings.Pipeline, isLive)
            .Preprocess(frame => Prepare(stages, frame))
            .Predict(stages.Predictor, frame => stages.Inputs(frame.Prepared.Tensor), null, settings.PredictStage)
            .Postprocess(predicted => Restore(stages, predicted));

    private static Outcome<PreparedFrame> Prepare(PictureStages stages, VideoFrame frame)
    {
        var outcome = stages.Preparer.Prepare(frame.Picture);

        // Its pixels are in the tensor now; of the frame only the times are needed, unless the result takes its colours from it.
        if (!outcome.Succeeded || !stages.NeedsSource) frame.Dispose();
        return outcome.TryGet(out var prepared, out var failure) ? new PreparedFrame(frame, prepared) : failure;
    }

    private static Outcome<VideoFrame> Restore(PictureStages stages, Predicted<PreparedFrame> predicted)
    {
        using (predicted)
        {
            var frame = predicted.Item.Frame;
            var source = stages.NeedsSource ? frame.Picture : null;
            return stages.Restorer.Restore(stages.Output(predicted.Prediction), 0, predicted.Item.Prepared.Placement, frame.Picture.Name, source).TryGet(out var picture, out var failure)
                ? new VideoFrame(picture, frame.Index, frame.Timestamp, frame.Duration)
                : failure;
        }
    }
}
