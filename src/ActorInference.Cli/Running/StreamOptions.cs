namespace ActorInference.Cli.Running;

/// <summary>How a stream is run.</summary>
/// <param name="Mode">sync, batch or async.</param>
/// <param name="Pipeline">The pipeline's options.</param>
/// <param name="Predictor">The predictor's, as the mode has them.</param>
/// <param name="Parallelism">Predictions at once; null for the pipeline's own choice.</param>
/// <param name="Overflow">What happens to items that come too fast; null for what suits the source.</param>
/// <param name="Every">One item of how many is taken.</param>
/// <param name="Resume">Whether to go on where an interrupted run stopped.</param>
internal sealed record StreamOptions(string Mode, PipelineOptions Pipeline, PredictorOptions Predictor, int? Parallelism, Overflow? Overflow, int Every, bool Resume)
{
    /// <summary>How the predict stage is run.</summary>
    public StageOptions PredictStage => new() { Parallelism = Parallelism };

    /// <summary>
    /// The pipeline's options with a bound on items, where none was asked for: what lanes and cores work on at once, a batch for each lane waiting, and one item more at either end. Others
    /// would wait in memory to no use. Where only the latest is kept, the pipeline's own bound is tighter.
    /// </summary>
    public PipelineOptions Bounded(IPredictor predictor, bool isLive) => Pipeline.MaxItemsInFlight is null && Entry(isLive) != ActorInference.Overflow.LatestOnly
        ? Pipeline with { MaxItemsInFlight = Math.Max(Pipeline.GroupSize, (2 * predictor.Capacity) + (2 * Environment.ProcessorCount) + 2) }
        : Pipeline;

    /// <summary>The entry of a pipeline: what is dropped before anything is done with it.</summary>
    public Pipeline<T, T> Begin<T>(PipelineOptions options, bool isLive)
    {
        var pipeline = ActorInference.Pipeline.Of<T>(options);
        if (Every > 1) pipeline = pipeline.EveryNth(Every);
        var overflow = Entry(isLive);
        return overflow switch
        {
            ActorInference.Overflow.Backpressure => pipeline,
            ActorInference.Overflow.LatestOnly => pipeline.Buffer(1, overflow),
            _ => pipeline.Buffer(Math.Max(2, Parallelism ?? 0), overflow),
        };
    }

    private Overflow Entry(bool isLive) => Overflow ?? (isLive ? ActorInference.Overflow.LatestOnly : ActorInference.Overflow.Backpressure);
}
