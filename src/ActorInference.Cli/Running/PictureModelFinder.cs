using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>Puts together what is known of a model's pictures: options, manifest, signature.</summary>
internal static class PictureModelFinder
{
    /// <summary>The picture's way through the model; throws where there is none or the manifest is wrong.</summary>
    public static PictureModel Find(string modelPath, ModelSignature signature, PictureSettings said)
    {
        var manifest = ModelManifest.Find(modelPath).Value;
        var settings = manifest?.Picture is { } section ? said.Over(PictureSection.Read(section).Value) : said;
        if (PictureModel.Of(signature, settings).TryGet(out var model, out var failure)) return model;
        throw new InferenceException(failure with { Message = $"{modelPath}: {failure.Message}" });
    }
}
