using System.Runtime.InteropServices;
using ActorInference.OnnxRuntime.Native;
using ActorInference.OnnxRuntime.Providers;
using Microsoft.Extensions.Logging;

namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// Loads a model: log sink, options, provider, session. Throws <see cref="DeviceException"/> where the device is at fault for sure,
/// <see cref="OrtException"/> for what the runtime says of the model.
/// </summary>
internal static unsafe class SessionLoader
{
    public static OnnxRuntimeSession Load(ModelSource model, SessionOptions options, ILogger logger)
    {
        var provider = Require(options.Device);

        // Before the options: a provider that is appended to them may log already, and without an environment that is an error (WebGPU).
        OrtEnvironment.Require();
        var sink = new OrtLogSink(logger);
        OrtSessionHandle? handle = null;
        try
        {
            using var native = NativeSessionOptions.Create(options, sink);
            Append(native, provider, options);
            using (Alone.In(provider.Gate)) handle = new OrtSessionHandle(Create(model, native), sink, provider.Gate);
            return new OnnxRuntimeSession(handle, model.Name, options.Device, provider);
        }
        catch
        {
            if (handle is null) sink.Dispose();
            handle?.Dispose();
            throw;
        }
    }

    private static ExecutionProvider Require(DeviceId device)
    {
        var provider = ExecutionProvider.Find(device.Kind, AvailableProviders.Names);
        if (provider is null || !AvailableProviders.Names.Contains(provider.Name))
        {
            throw new DeviceException(new(ErrorKind.NotFound, MissingProvider(device, provider)));
        }

        if (device.Index != 0 && provider.IndexOption is null)
        {
            throw new DeviceException(new(ErrorKind.NotFound, $"{device}: {provider.Name} does not let anybody choose among several devices; ask for {device.Kind}:0."));
        }

        return provider;
    }

    private static string MissingProvider(DeviceId device, ExecutionProvider? provider)
    {
        var wanted = provider is null ? $"no execution provider of that name (devices are {string.Join(", ", ExecutionProvider.Known.Select(known => known.DeviceKind))})" : $"no {provider.Name} (it needs {provider.Needs})";
        var present = string.Join(", ", AvailableProviders.Names.Select(ExecutionProvider.Bare));
        return $"{device}: this build of ONNX Runtime {Ort.Version} for {RuntimeInformation.RuntimeIdentifier} has {wanted}; it has {present}. "
            + $"{OrtLibrary.Setting} names another library.";
    }

    private static void Append(OrtSessionOptionsHandle native, ExecutionProvider provider, SessionOptions options)
    {
        try
        {
            ProviderRegistration.Append(native, provider, options.Device, options.ProviderOptions);
        }
        catch (OrtException error)
        {
            throw new DeviceException(DeviceProbe.Unusable(options.Device, provider, error));
        }
    }

    private static OrtSession* Create(ModelSource model, OrtSessionOptionsHandle options)
    {
        OrtSession* session;
        if (model.Path is { } path)
        {
            // The runtime takes paths in the system's own characters.
            var native = OperatingSystem.IsWindows() ? Marshal.StringToCoTaskMemUni(path) : Marshal.StringToCoTaskMemUTF8(path);
            try
            {
                OrtCall.Check(Ort.Api->CreateSession(OrtEnvironment.Pointer, (void*)native, options.Pointer, &session));
            }
            finally
            {
                Marshal.FreeCoTaskMem(native);
            }
        }
        else
        {
            fixed (byte* bytes = model.Bytes.Span)
            {
                OrtCall.Check(Ort.Api->CreateSessionFromArray(OrtEnvironment.Pointer, bytes, (nuint)model.Bytes.Length, options.Pointer, &session));
            }
        }

        return session;
    }
}
