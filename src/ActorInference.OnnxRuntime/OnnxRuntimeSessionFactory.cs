using ActorInference.OnnxRuntime.Native;
using ActorInference.OnnxRuntime.Providers;
using ActorInference.OnnxRuntime.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorInference.OnnxRuntime;

/// <summary>
/// Opens models with ONNX Runtime. The native library is loaded with the first factory and stays for the process; it is found as
/// <c>ACTORINFERENCE_ONNXRUNTIME</c> says, else beside the program. Thread-safe.
/// </summary>
public sealed class OnnxRuntimeSessionFactory : ISessionFactory
{
    private readonly ILogger _logger;

    /// <summary>
    /// Loads the library. What the runtime says while it loads and runs models goes to <paramref name="logger"/>, at its own level.
    /// Throws <see cref="InferenceException"/> (<see cref="ErrorKind.NotFound"/>) when there is no library or it is too old.
    /// </summary>
    public OnnxRuntimeSessionFactory(ILogger<OnnxRuntimeSessionFactory>? logger = null)
    {
        OrtLibrary.Require();
        _logger = logger ?? NullLogger<OnnxRuntimeSessionFactory>.Instance;
    }

    /// <inheritdoc/>
    public string Runtime => $"ONNX Runtime {Ort.Version}";

    /// <summary>The native library's file, or its bare name when the system's search path served it.</summary>
    public static string LibraryPath => OrtLibrary.Path;

    /// <inheritdoc/>
    public IReadOnlyList<DeviceReport> ListDevices()
    {
        var known = ExecutionProvider.Known.Select(provider => provider.DeviceKind);
        var others = AvailableProviders.Names
            .Where(name => ExecutionProvider.Known.All(provider => provider.Name != name))
            .Select(name => ExecutionProvider.Bare(name).ToLowerInvariant());
        return [.. known.Concat(others).Select(kind => DeviceProbe.Report(new DeviceId(kind), _logger))];
    }

    /// <inheritdoc/>
    public Outcome<ISession> Open(ModelSource model, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (model.Path is { } path && !File.Exists(path)) return new Failure(ErrorKind.NotFound, $"{model.Name}: there is no such file.");

        try
        {
            return Outcome.Of<ISession>(SessionLoader.Load(model, options, _logger));
        }
        catch (DeviceException error)
        {
            return error.Failure;
        }
        catch (OrtException error)
        {
            return DeviceProbe.WhyNot(options.Device, options, _logger) ?? OrtFailures.OfLoad(error, model.Name, options.Device);
        }
    }
}
