namespace ActorInference;

/// <summary>How much may be in flight at once. What happens beyond is each caller's own choice: <see cref="PredictionOptions.WhenFull"/>.</summary>
public sealed record AdmissionOptions
{
    /// <summary>
    /// Requests that wait for a lane or run at most, 1 or more. Default 1024. Must be enough to fill every lane with a whole batch, and should leave as much again, so that
    /// a lane which becomes free finds the next batch waiting. More only makes those wait longer who come last.
    /// </summary>
    public int MaxItems { get; init; } = 1024;

    /// <summary>
    /// Bytes of inputs, batches and outputs at most, 1 or more; outputs count until their <see cref="Prediction"/> is disposed, in a stream until
    /// it has them (<see cref="PipelineOptions.MaxBytesInFlight"/> counts them then). Default: a quarter of the memory
    /// that this process may use. What an output will take is learnt from the signature, from warm-up and from earlier runs: a model whose outputs suddenly grow
    /// can exceed the limit by that growth, and one whose signature leaves shapes open, without <see cref="WarmUpOptions.Shapes"/>, by the outputs of all that is admitted
    /// before its first result. The bounds of several predictors in one process add up.
    /// </summary>
    public long MaxBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    internal Failure? Check() => this switch
    {
        { MaxItems: < 1 } => new(ErrorKind.InvalidInput, $"1 item or more may be in flight, not {MaxItems}."),
        { MaxBytes: < 1 } => new(ErrorKind.InvalidInput, $"1 byte or more may be in flight, not {MaxBytes}."),
        _ => null,
    };
}
