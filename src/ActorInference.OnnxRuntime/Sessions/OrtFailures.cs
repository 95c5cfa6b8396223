using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>Turns native errors into failures of the closed set.</summary>
internal static class OrtFailures
{
    // What the runtime says at the next node once the flag is set.
    private const string TerminateText = "terminate flag";

    // Errors after which a device answers nothing any more: CUDA's sticky errors, and the words of Dawn and Direct3D.
    private static readonly string[] DeviceLostTexts = ["CUDA failure", "CUDA error", "device lost", "device was lost", "DXGI_ERROR_DEVICE", "887A000"];

    /// <summary>A failure of <c>Run</c>.</summary>
    public static Failure OfRun(OrtException error, string model, DeviceId device)
    {
        if (error.Message.Contains(TerminateText, StringComparison.Ordinal)) return Cancelled(model);
        var kind = KindOf(error, device) ?? (error.Code == OrtErrorCode.InvalidArgument ? ErrorKind.InvalidInput : ErrorKind.SessionFailed);
        return new(kind, $"{model} on {device}: {error.Line}.");
    }

    /// <summary>A failure to load a model whose device works.</summary>
    public static Failure OfLoad(OrtException error, string model, DeviceId device)
    {
        var kind = KindOf(error, device) ?? (error.Code == OrtErrorCode.NoSuchFile ? ErrorKind.NotFound : ErrorKind.InvalidInput);
        return new(kind, $"{model} cannot be loaded on {device}: {error.Line}.");
    }

    public static Failure Cancelled(string model) => new(ErrorKind.Cancelled, $"{model}: the run was cancelled.");

    private static ErrorKind? KindOf(OrtException error, DeviceId device)
    {
        if (error.IsOutOfMemory) return ErrorKind.OutOfMemory;
        var lost = device != DeviceId.Cpu && DeviceLostTexts.Any(text => error.Message.Contains(text, StringComparison.OrdinalIgnoreCase));
        return lost ? ErrorKind.DeviceLost : null;
    }
}
