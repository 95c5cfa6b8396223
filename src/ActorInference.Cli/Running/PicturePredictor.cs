using ActorInference.Cli.Engines;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>Loads a model that pictures go through, and puts together what is known of its pictures: options, manifest, signature.</summary>
internal static class PicturePredictor
{
    /// <summary>
    /// The model on its engine, which the caller owns, and the picture's way through the model. Throws <see cref="InferenceException"/> where the model cannot be loaded, there is no
    /// such way, or the manifest is wrong.
    /// </summary>
    public static (EngineModel Open, PictureModel Model) Open(Report report, CommandEngine engine, string modelPath, PredictorOptions options, PictureSettings said, CancellationToken cancel)
    {
        var manifest = ModelManifest.Find(modelPath).Value;
        var settings = manifest?.Picture is { } section ? said.Over(PictureSection.Read(section).Value) : said;
        options = options with { Batching = options.Batching && (manifest?.Batching ?? true), WarmUp = options.WarmUp with { ShapesOf = signature => Shapes(signature, settings) } };

        var open = engine.Open(report, modelPath, options, cancel);
        if (PictureModel.Of(open.Predictor.Signature, settings).TryGet(out var model, out var failure))
        {
            if (open.Predictor.Outputs.Count == 1) return (open, model);

            // Which output is the picture was not known before; now the others need not be computed, and do not count when pictures share a run.
            open.Dispose();
            return (engine.Open(report, modelPath, options with { Outputs = [model.Output.Name] }, cancel), model);
        }

        open.Dispose();
        throw new InferenceException(failure with { Message = $"{modelPath}: {failure.Message}" });
    }

    // Where every picture is brought to one size, that is the shape to warm up with; null where pictures keep theirs, or the model takes more than the picture.
    private static Dictionary<string, TensorShape>? Shapes(ModelSignature signature, PictureSettings settings)
    {
        if (!PictureModel.Of(signature, settings).TryGet(out var model, out _) || model is not { Preparation.Fit: not PictureFit.None, OtherInputs: [] }) return null;
        var preparer = new PicturePreparer(model.Preparation);
        var placement = preparer.Plan(model.Preparation.Size);
        return (long)placement.Tensor.Width * placement.Tensor.Height <= Array.MaxLength ? new() { [model.Input.Name] = preparer.ShapeOf(placement) } : null; // larger ones are refused one by one
    }
}
