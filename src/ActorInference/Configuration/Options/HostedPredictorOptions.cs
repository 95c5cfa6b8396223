namespace ActorInference;

/// <summary>A predictor that a host opens when it starts.</summary>
/// <param name="Model">The ONNX file; a relative path counts from the folder of the file that names it, else from the current folder.</param>
/// <param name="Options">How it is set up.</param>
public sealed record HostedPredictorOptions(string Model, PredictorOptions Options)
{
    /// <summary>
    /// Whether the host needs it: default true, and then a model that cannot be loaded stops the start. False: the host starts without it, is ready as degraded, and whoever asks for the
    /// predictor has it tried once more.
    /// </summary>
    public bool Required { get; init; } = true;
}
