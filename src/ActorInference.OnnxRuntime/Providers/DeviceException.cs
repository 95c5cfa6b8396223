namespace ActorInference.OnnxRuntime.Providers;

/// <summary>A device that cannot be used, on its way to the edge of this library.</summary>
internal sealed class DeviceException(Failure failure) : Exception(failure.Message)
{
    public Failure Failure { get; } = failure;
}
