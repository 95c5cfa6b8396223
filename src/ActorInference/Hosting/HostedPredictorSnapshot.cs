namespace ActorInference;

/// <summary>A predictor of a host at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">The model's name: its path, or what was said with its bytes.</param>
/// <param name="IsRequired">Whether the host needs it.</param>
/// <param name="Snapshot">How it is; null when it is not open.</param>
/// <param name="Failure">Why it could not be opened when that was last tried; null when it is open, or was not tried yet.</param>
public sealed record HostedPredictorSnapshot(string Name, string Model, bool IsRequired, PredictorSnapshot? Snapshot, Failure? Failure)
{
    /// <summary><c>cartoon: ready: 9 in flight ...</c>, <c>cartoon: not open</c>, <c>cartoon: not open: cartoon.onnx: there is no such file.</c>.</summary>
    public override string ToString() => Snapshot is not null ? $"{Name}: {Snapshot}" : Failure is not null ? $"{Name}: not open: {Failure.Message}" : $"{Name}: not open";
}
