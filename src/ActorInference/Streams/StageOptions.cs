namespace ActorInference;

/// <summary>How one stage is run.</summary>
public sealed record StageOptions
{
    internal static StageOptions Default { get; } = new();

    /// <summary>
    /// How many items the stage works on at once, 1 or more. Default: the pipeline's <see cref="PipelineOptions.Parallelism"/>; of a predict stage, twice what
    /// all lanes of its predictor can run, so that a lane which becomes free finds the next item waiting. More pays where the work mostly waits, for a disk or a network.
    /// </summary>
    public int? Parallelism { get; init; }

    /// <summary>Whether items leave the stage in the order they came. Default: the pipeline's <see cref="PipelineOptions.Ordered"/>.</summary>
    public bool? Ordered { get; init; }

    internal Failure? Check(string stage) =>
        Parallelism < 1 ? new(ErrorKind.InvalidInput, $"the stage '{stage}' works on 1 item or more at once, not {Parallelism}.") : null;
}
