namespace ActorInference;

/// <summary>How much may be in flight at once. What happens beyond is each caller's own choice: <see cref="PredictionOptions.WhenFull"/>.</summary>
public sealed record AdmissionOptions
{
    /// <summary>
    /// Requests that wait or run at most. Default 1024. Must be enough to fill every lane with a whole batch, and should leave as much again, so that
    /// a lane which becomes free finds the next batch waiting.
    /// </summary>
    public int MaxItems { get; init; } = 1024;

    /// <summary>
    /// Bytes of inputs, batches and outputs at most; outputs count until their <see cref="Prediction"/> is disposed. Default: a quarter of the memory
    /// that this process may use. What an output will take is learnt from the signature, from warm-up and from earlier runs: a model whose outputs suddenly grow
    /// can exceed the limit by that growth.
    /// </summary>
    public long MaxBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    internal Failure? Check() => this switch
    {
        { MaxItems: < 1 } => new(ErrorKind.InvalidInput, $"1 item or more may be in flight, not {MaxItems}."),
        { MaxBytes: < 1 } => new(ErrorKind.InvalidInput, $"1 byte or more may be in flight, not {MaxBytes}."),
        _ => null,
    };
}
