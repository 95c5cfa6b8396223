using ActorInference.Cli.Engines;
using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>What pictures and video frames have in common: the way into the model and out of it.</summary>
/// <param name="Open">The model on its engine; stays the caller's.</param>
/// <param name="Model">The picture's way through the model.</param>
/// <param name="Constants">Tensors for the model's further inputs, the same for all; stay the caller's.</param>
/// <param name="Decoding">How pictures are read.</param>
/// <param name="Restoring">How results become pictures again.</param>
internal sealed record PictureStages(EngineModel Open, PictureModel Model, RunInput[] Constants, PictureDecodeOptions Decoding, RestoreOptions Restoring)
{
    /// <summary>Predicts.</summary>
    public IPredictor Predictor => Open.Predictor;

    /// <summary>Whether results need their pictures again: brightness alone comes out, the colours are the picture's own.</summary>
    public bool NeedsSource => Model.Preparation.Colors == ColorOrder.Y;

    public PictureDecoder Decoder { get; } = new(Decoding);

    public PicturePreparer Preparer { get; } = new(Model.Preparation, new PictureDecoder(Decoding));

    public PictureRestorer Restorer { get; } = new(Model.Encoding, Restoring);

    /// <summary>The inputs of one prediction; the predictor disposes what it is given, so each gets tensors of its own over the constants' memory.</summary>
    public RunInput[] Inputs(Tensor picture) =>
        Constants.Length == 0
            ? [new(Model.Input.Name, picture)]
            : [new(Model.Input.Name, picture), .. Constants.Select(constant => constant with { Value = ((Tensor)constant.Value).Share() })];

    /// <summary>The picture among the outputs; stays the prediction's.</summary>
    public Tensor Output(Prediction prediction) => (Tensor)prediction[Model.Output.Name]!;

    /// <summary>A failure's line with the item's name before it, and a remark on the commonest reason why a model takes some sizes and not others.</summary>
    public string Describe(Failure failure, string name)
    {
        var hint = failure.Kind == ErrorKind.SessionFailed && Model.Preparation is { Fit: PictureFit.None, Multiple: 1 }
            ? " If the model wants sizes that are multiples of 8, 16 or 32, say so: --multiple 16."
            : "";
        return failure.Message.Contains(name, StringComparison.Ordinal) ? failure.Message + hint : $"{name}: {failure.Message}{hint}";
    }
}
