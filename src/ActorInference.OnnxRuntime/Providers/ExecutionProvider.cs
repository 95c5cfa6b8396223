namespace ActorInference.OnnxRuntime.Providers;

/// <summary>What is known of an execution provider beyond its name.</summary>
/// <param name="DeviceKind">The kind of device it serves, as in <see cref="DeviceId.Kind"/>.</param>
/// <param name="Name">Its name in the list of available providers.</param>
/// <param name="AppendName">Its name in the call that adds it to a session.</param>
/// <param name="IndexOption">The option that chooses among several devices; null when it cannot be told which.</param>
/// <param name="AllowsConcurrentRuns">Whether one session may have several runs under way. False where that is known to fail or not known to work.</param>
/// <param name="Needs">What a machine must have for it.</param>
internal sealed record ExecutionProvider(
    string DeviceKind, string Name, string AppendName, string? IndexOption, bool AllowsConcurrentRuns, string Needs)
{
    private const string Suffix = "ExecutionProvider";

    public static ExecutionProvider Cpu { get; } = new("cpu", "CPUExecutionProvider", "CPU", null, true, "nothing");

    /// <summary>
    /// Held while a session is opened, run or released, where all sessions of the provider share one device object that is not thread-safe:
    /// WebGPU's were seen to end the process when several threads ran at once. Null for the others.
    /// </summary>
    public Lock? Gate { get; init; }

    /// <summary>The providers that the design names. TensorRT and DirectML sessions are not thread-safe; WebGPU and Core ML are not known to be.</summary>
    public static IReadOnlyList<ExecutionProvider> Known { get; } =
    [
        Cpu,
        new("webgpu", "WebGpuExecutionProvider", "WebGPU", null, false, "a Vulkan, Metal or Direct3D 12 driver") { Gate = new Lock() },
        new("cuda", "CUDAExecutionProvider", "CUDA", "device_id", true, "an NVIDIA GPU with its driver, CUDA, cuDNN, and ONNX Runtime's own provider library, which the build option -p:OnnxRuntimeNative=nuget brings"),
        new("tensorrt", "TensorrtExecutionProvider", "TensorRT", "device_id", false, "an NVIDIA GPU with its driver, CUDA, TensorRT, and ONNX Runtime's own provider library, which the build option -p:OnnxRuntimeNative=nuget brings"),
        new("coreml", "CoreMLExecutionProvider", "CoreML", null, false, "macOS"),
        new("directml", "DmlExecutionProvider", "DML", "device_id", false, "Windows with a Direct3D 12 GPU"),
    ];

    /// <summary>The provider for a kind of device: a known one, or the available provider of that name (<c>xnnpack</c>, <c>openvino</c>, ...).</summary>
    public static ExecutionProvider? Find(string kind, IReadOnlyList<string> available)
    {
        foreach (var known in Known)
        {
            if (known.DeviceKind == kind) return known;
        }

        foreach (var name in available)
        {
            var bare = Bare(name);
            if (string.Equals(bare, kind, StringComparison.OrdinalIgnoreCase)) return new(kind, name, bare, null, false, "what its vendor says");
        }

        return null;
    }

    /// <summary>The name without its common ending.</summary>
    public static string Bare(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
}
