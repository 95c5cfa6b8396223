namespace ActorInference;

/// <summary>
/// Everything that a configuration says of predictors, pipelines and their host. Made by code, or read from a file: <c>HOCON.conf</c> has every setting with its default and meaning.
/// </summary>
public sealed record ActorInferenceOptions
{
    /// <summary>How predictors are set up that say nothing else: section <c>predictor</c>.</summary>
    public PredictorOptions Predictor { get; init; } = new();

    /// <summary>The predictors to host, by name: section <c>predictors</c>. What one does not say it has from <see cref="Predictor"/>.</summary>
    public IReadOnlyDictionary<string, HostedPredictorOptions> Predictors { get; init; } = new Dictionary<string, HostedPredictorOptions>();

    /// <summary>How pipelines are run that say nothing else: section <c>pipeline</c>.</summary>
    public PipelineOptions Pipeline { get; init; } = new();

    /// <summary>How named pipelines are run: section <c>pipelines</c>. What one does not say it has from <see cref="Pipeline"/>.</summary>
    public IReadOnlyDictionary<string, PipelineOptions> Pipelines { get; init; } = new Dictionary<string, PipelineOptions>();
}
