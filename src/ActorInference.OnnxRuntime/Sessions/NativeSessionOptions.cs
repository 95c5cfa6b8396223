using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>Turns <see cref="SessionOptions"/> into the runtime's own.</summary>
internal static unsafe class NativeSessionOptions
{
    public static OrtSessionOptionsHandle Create(SessionOptions options, OrtLogSink sink)
    {
        OrtSessionOptions* pointer;
        OrtCall.Check(Ort.Api->CreateSessionOptions(&pointer));
        var handle = new OrtSessionOptionsHandle(pointer);
        try
        {
            var api = Ort.Api;
            OrtCall.Check(api->SetUserLoggingFunction(pointer, OrtLogSink.Callback, sink.Parameter));
            OrtCall.Check(api->SetSessionLogSeverityLevel(pointer, sink.Severity));
            OrtCall.Check(api->SetSessionGraphOptimizationLevel(pointer, Level(options.Optimization)));
            OrtCall.Check(api->SetIntraOpNumThreads(pointer, options.IntraOpThreads));
            OrtCall.Check(api->SetInterOpNumThreads(pointer, 1));
            OrtCall.Check(options.UseArena ? api->EnableCpuMemArena(pointer) : api->DisableCpuMemArena(pointer));
            OrtCall.Check(options.UseMemoryPattern ? api->EnableMemPattern(pointer) : api->DisableMemPattern(pointer));

            var spinning = options.AllowSpinning ? "1" : "0";
            AddEntry(handle, "session.intra_op.allow_spinning", spinning);
            AddEntry(handle, "session.inter_op.allow_spinning", spinning);
            foreach (var (key, value) in options.ConfigurationEntries) AddEntry(handle, key, value);
            foreach (var (symbol, size) in options.FreeDimensions)
            {
                using var name = new Utf8(symbol);
                OrtCall.Check(api->AddFreeDimensionOverrideByName(pointer, name.Pointer, size));
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void AddEntry(OrtSessionOptionsHandle handle, string key, string value)
    {
        using var nativeKey = new Utf8(key);
        using var nativeValue = new Utf8(value);
        OrtCall.Check(Ort.Api->AddSessionConfigEntry(handle.Pointer, nativeKey.Pointer, nativeValue.Pointer));
    }

    // GraphOptimizationLevel
    private static int Level(GraphOptimization optimization) => optimization switch
    {
        GraphOptimization.Off => 0,
        GraphOptimization.Basic => 1,
        GraphOptimization.Extended => 2,
        GraphOptimization.All => 99,
        _ => throw new ArgumentOutOfRangeException(nameof(optimization), optimization, "not an optimization"),
    };
}
