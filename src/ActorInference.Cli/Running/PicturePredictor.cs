using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>Loads a model that pictures go through, and puts together what is known of its pictures: options, manifest, signature.</summary>
internal static class PicturePredictor
{
    /// <summary>
    /// The predictor, which the caller owns, and the picture's way through the model. Throws <see cref="InferenceException"/> where the model cannot be loaded, there is no
    /// such way, or the manifest is wrong.
    /// </summary>
    public static (Predictor Predictor, PictureModel Model) Open(Report report, string modelPath, PredictorOptions options, PictureSettings said, CancellationToken cancel)
    {
        var manifest = ModelManifest.Find(modelPath).Value;
        var settings = manifest?.Picture is { } section ? said.Over(PictureSection.Read(section).Value) : said;
        options = options with { Batching = manifest?.Batching ?? true };

        var predictor = CommandPredictor.Open(report, modelPath, options, cancel);
        if (PictureModel.Of(predictor.Signature, settings).TryGet(out var model, out var failure))
        {
            if (predictor.Outputs.Count == 1) return (predictor, model);

            // Which output is the picture was not known before; now the others need not be computed, and do not count when pictures share a run.
            predictor.Dispose();
            return (CommandPredictor.Open(report, modelPath, options with { Outputs = [model.Output.Name] }, cancel), model);
        }

        predictor.Dispose();
        throw new InferenceException(failure with { Message = $"{modelPath}: {failure.Message}" });
    }
}
