using ActorInference.OnnxRuntime.Native;

namespace ActorInference.OnnxRuntime.Providers;

/// <summary>Adds an execution provider with its options to a session's options.</summary>
internal static unsafe class ProviderRegistration
{
    public static void Append(OrtSessionOptionsHandle session, ExecutionProvider provider, DeviceId device, IReadOnlyDictionary<string, string> options)
    {
        if (provider == ExecutionProvider.Cpu) return; // always there, last

        var pairs = options.ToList();
        if (provider.IndexOption is { } key && !options.ContainsKey(key)) pairs.Add(new(key, device.Index.ToString()));
        using var keys = new Utf8List(pairs.Select(pair => pair.Key));
        using var values = new Utf8List(pairs.Select(pair => pair.Value));

        var api = Ort.Api;
        switch (provider.DeviceKind)
        {
            case "cuda":
                AppendWithObject(
                    session, keys, values, api->CreateCUDAProviderOptions, api->UpdateCUDAProviderOptions, api->SessionOptionsAppendExecutionProvider_CUDA_V2, api->ReleaseCUDAProviderOptions);
                break;
            case "tensorrt":
                AppendWithObject(
                    session, keys, values, api->CreateTensorRTProviderOptions, api->UpdateTensorRTProviderOptions, api->SessionOptionsAppendExecutionProvider_TensorRT_V2, api->ReleaseTensorRTProviderOptions);
                break;
            default:
                using (var name = new Utf8(provider.AppendName))
                {
                    OrtCall.Check(api->SessionOptionsAppendExecutionProvider(session.Pointer, name.Pointer, keys.Pointer, values.Pointer, (nuint)keys.Count));
                }

                break;
        }
    }

    // CUDA and TensorRT are not served by the generic call: each has an options object of its own, filled from the same keys and values.
    private static void AppendWithObject(
        OrtSessionOptionsHandle session,
        Utf8List keys,
        Utf8List values,
        delegate* unmanaged[Cdecl]<OrtProviderOptions**, OrtStatus*> create,
        delegate* unmanaged[Cdecl]<OrtProviderOptions*, byte**, byte**, nuint, OrtStatus*> update,
        delegate* unmanaged[Cdecl]<OrtSessionOptions*, OrtProviderOptions*, OrtStatus*> append,
        delegate* unmanaged[Cdecl]<OrtProviderOptions*, void> release)
    {
        OrtProviderOptions* options;
        OrtCall.Check(create(&options));
        try
        {
            OrtCall.Check(update(options, keys.Pointer, values.Pointer, (nuint)keys.Count));
            OrtCall.Check(append(session.Pointer, options));
        }
        finally
        {
            release(options);
        }
    }
}
