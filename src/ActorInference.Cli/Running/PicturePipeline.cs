using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>Picture files through a model to picture files: decode and prepare, predict, restore and encode. What comes out is where the result was written.</summary>
internal static class PicturePipeline
{
    public static Pipeline<PictureFile, string> Describe(PictureStages stages, StreamOptions settings, PictureEncodeOptions encoding)
    {
        var encoder = new PictureEncoder(encoding);
        return settings.Begin<PictureFile>(settings.Pipeline, isLive: false)
            .Preprocess(file => stages.Preparer.PrepareFile(file.Path).TryGet(out var prepared, out var failure) ? new PreparedFile(file, prepared) : (Outcome<PreparedFile>)failure)
            .Predict(stages.Predictor, file => stages.Inputs(file.Prepared.Tensor), null, settings.PredictStage)
            .Postprocess(predicted => Write(stages, encoder, predicted));
    }

    private static Outcome<string> Write(PictureStages stages, PictureEncoder encoder, Predicted<PreparedFile> predicted)
    {
        using (predicted)
        {
            var file = predicted.Item.File;
            Picture? source = null;
            if (stages.NeedsSource && !stages.Decoder.DecodeFile(file.Path).TryGet(out source, out var failure)) return failure;
            using (source)
            {
                if (!stages.Restorer.Restore(stages.Output(predicted.Prediction), 0, predicted.Item.Prepared.Placement, file.Path, source).TryGet(out var picture, out failure)) return failure;
                using (picture) return Save(encoder, picture, file.Output) is { } problem ? problem : file.Output;
            }
        }
    }

    private static Failure? Save(PictureEncoder encoder, Picture picture, string output)
    {
        // Below the folder that was asked for: inputs keep their places.
        var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        if (OutputFolder.WhyNotMade(folder) is { } reason) return new(ErrorKind.InvalidInput, $"{output} cannot be written: {reason}.");
        return encoder.Save(picture, output).Failure;
    }
}
