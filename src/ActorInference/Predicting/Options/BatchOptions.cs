namespace ActorInference;

/// <summary>How waiting requests are put together into batches.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// Rows that one run gets at most, 1 to 65,536. Default 1: no batches. Larger batches pay on most GPUs and for small models; on a processor
    /// most models gain nothing. A single request with more rows than this runs alone. A model whose batch dimension is fixed overrides it: it fills its own number of rows.
    /// </summary>
    public int MaxSize { get; init; } = 1;

    /// <summary>
    /// Bytes of input that one batch holds at most, 1 or more. Default 256 MiB. A single request that is larger runs alone. Choose less where the device's memory
    /// is what ends large batches: a model's own memory grows with its input.
    /// </summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>
    /// How long the oldest request may be kept waiting for company while a lane is free, 0 to 1 minute. Default 0: a free lane takes what is there.
    /// No request is kept past its own deadline. More pays only where a larger batch saves more than the wait costs; where lanes are busy anyway, batches form without it.
    /// </summary>
    public TimeSpan Within { get; init; } = TimeSpan.Zero;

    internal Failure? Check() => this switch
    {
        { MaxSize: < 1 or > 65_536 } => new(ErrorKind.InvalidInput, $"a batch holds 1 to 65536 rows, not {MaxSize}."),
        { MaxBytes: < 1 } => new(ErrorKind.InvalidInput, $"a batch holds 1 byte or more, not {MaxBytes}."),
        _ when Within < TimeSpan.Zero || Within > TimeSpan.FromMinutes(1) =>
            new(ErrorKind.InvalidInput, $"requests wait 0 s to 1 minute for company ('within'), not {Within.TotalSeconds:0.###} s."),
        _ => null,
    };
}
