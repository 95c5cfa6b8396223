namespace ActorInference;

/// <summary>How a predictor is set up.</summary>
public sealed record PredictorOptions
{
    /// <summary>Where to run. Default <c>cpu</c>. A device is fallen back to only if it stands here. Overrides <see cref="SessionOptions.Device"/>.</summary>
    public Placement Placement { get; init; } = Placement.Cpu;

    /// <summary>What threads are planned for. Default <see cref="ThreadGoal.Throughput"/>; choose the other where one caller at a time waits for the answer.</summary>
    public ThreadGoal Goal { get; init; } = ThreadGoal.Throughput;

    /// <summary>Lanes of each pool, 1 or more; on the processor, lanes times threads may not exceed the cores unless <see cref="AllowOversubscription"/>. Default: the plan's, see <see cref="ThreadPlan"/>.</summary>
    public int? Lanes { get; init; }

    /// <summary>Threads of each lane, 1 or more. Default: the plan's, see <see cref="ThreadPlan"/>. Overrides <see cref="SessionOptions.IntraOpThreads"/>.</summary>
    public int? ThreadsPerLane { get; init; }

    /// <summary>
    /// Whether lanes times threads may exceed the cores. Default false: they would fight for them, and every run would take longer. True pays where runs mostly wait, such as
    /// for a device of their own or a disk.
    /// </summary>
    public bool AllowOversubscription { get; init; }

    /// <summary>How requests become batches. Default: they do not.</summary>
    public BatchOptions Batch { get; init; } = new();

    /// <summary>How much may be in flight.</summary>
    public AdmissionOptions Admission { get; init; } = new();

    /// <summary>What happens to sessions that fail.</summary>
    public SupervisionOptions Supervision { get; init; } = new();

    /// <summary>What runs before a session is ready.</summary>
    public WarmUpOptions WarmUp { get; init; } = new();

    /// <summary>
    /// Whether several requests may share a run where the signature allows it. Default true. False for models that give other results in a batch;
    /// a model's manifest says so with <c>batching = off</c>.
    /// </summary>
    public bool Batching { get; init; } = true;

    /// <summary>The outputs wanted, by name, each once; predictions have them in this order. Default: all. Those not wanted need not be computed.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>Everything else about sessions. The predictor sets the device and the threads itself.</summary>
    public SessionOptions Session { get; init; } = new();

    /// <summary>What a host calls the predictor, for measurements; null where it has no name.</summary>
    internal string? Name { get; init; }

    internal Failure? Check() => Batch.Check() ?? Admission.Check() ?? Supervision.Check() ?? CheckWarmUp();

    private Failure? CheckWarmUp() => WarmUp.BatchSizes?.FirstOrDefault(size => size < 1, 1) is { } wrong and < 1
        ? new(ErrorKind.InvalidInput, $"a warm-up run has 1 row or more, not {wrong}.")
        : null;
}
