using ActorInference.OnnxRuntime.Native;
using ActorInference.OnnxRuntime.Sessions;
using Microsoft.Extensions.Logging;

namespace ActorInference.OnnxRuntime.Providers;

/// <summary>Finds out by trying whether a device works: a provider in the list of available ones proves nothing.</summary>
internal static class DeviceProbe
{
    /// <summary>Runs the probe model on <paramref name="device"/>.</summary>
    public static DeviceReport Report(DeviceId device, ILogger logger)
    {
        var provider = ExecutionProvider.Find(device.Kind, AvailableProviders.Names);
        var name = provider?.Name ?? device.Kind;
        return WhyNot(device, new SessionOptions { Device = device }, logger) is { } failure
            ? new(device, name, Usable: false, failure.Message)
            : new(device, name, Usable: true, device == DeviceId.Cpu ? $"{Environment.ProcessorCount} cores for this process" : "a probe model ran on it");
    }

    /// <summary>Why the probe model does not run on the device with these options; null when it does.</summary>
    public static Failure? WhyNot(DeviceId device, SessionOptions options, ILogger logger)
    {
        try
        {
            var probe = new SessionOptions { Device = device, ProviderOptions = options.ProviderOptions };
            using var session = SessionLoader.Load(ModelSource.Memory(ProbeModel.Bytes, "probe model"), probe, logger);
            using var input = Tensor.From<float>([3f], [1]);
            RunOutput[] outputs = [new(ProbeModel.Output)];
            if (session.Run([new(ProbeModel.Input, input)], outputs) is { } failure) return failure;

            using var output = (Tensor)outputs[0].Value!;
            var result = output.Span<float>()[0];
            return result == 9f ? null : new(ErrorKind.DeviceLost, $"{device}: the probe model gave {result} instead of 9; the device or its driver computes wrongly.");
        }
        catch (DeviceException error)
        {
            return error.Failure;
        }
        catch (OrtException error)
        {
            return Unusable(device, ExecutionProvider.Find(device.Kind, AvailableProviders.Names)!, error);
        }
    }

    /// <summary>The device's own failure, with what it needs.</summary>
    public static Failure Unusable(DeviceId device, ExecutionProvider provider, OrtException error) =>
        new(error.IsOutOfMemory ? ErrorKind.OutOfMemory : ErrorKind.DeviceLost, $"{device} cannot be used: {error.Line} ({provider.Name} needs {provider.Needs}).");
}
