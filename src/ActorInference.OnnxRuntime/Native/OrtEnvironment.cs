using Microsoft.Extensions.Logging.Abstractions;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>
/// What the runtime has once for the process: its environment, the default allocator and the description of host memory. They live until
/// the process ends: the runtime cannot be started a second time safely. Sessions log through their own sinks; what the environment itself
/// says belongs to no session and goes nowhere below error.
/// </summary>
internal static unsafe class OrtEnvironment
{
    private const int SeverityError = 3;
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;

    // Kept alive on purpose: native code calls it for as long as the process lives.
    private static readonly OrtLogSink Sink = new(NullLogger.Instance);

    static OrtEnvironment()
    {
        fixed (byte* name = "ActorInference"u8)
        {
            OrtEnv* environment;
            OrtCall.Check(Ort.Api->CreateEnvWithCustomLogger(OrtLogSink.Callback, Sink.Parameter, SeverityError, name, &environment));
            Pointer = environment;
        }

        OrtAllocator* allocator;
        OrtCall.Check(Ort.Api->GetAllocatorWithDefaultOptions(&allocator));
        Allocator = allocator;

        OrtMemoryInfo* memory;
        OrtCall.Check(Ort.Api->CreateCpuMemoryInfo(ArenaAllocator, DefaultMemory, &memory));
        HostMemory = memory;
    }

    public static OrtEnv* Pointer { get; }

    /// <summary>The allocator of names and strings; owned by the runtime.</summary>
    public static OrtAllocator* Allocator { get; }

    /// <summary>Says "host memory" of tensors that are handed in.</summary>
    public static OrtMemoryInfo* HostMemory { get; }

    /// <summary>Makes the environment where there is none yet; for calls that need it without taking it.</summary>
    public static void Require() => _ = Pointer;
}
