using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ActorInference.OnnxRuntime;

/// <summary>ONNX Runtime as a service of a .NET host.</summary>
public static class OnnxRuntimeServices
{
    /// <summary>
    /// Has the host's predictors run on ONNX Runtime, unless an <see cref="ISessionFactory"/> is among the services before. The native library is loaded when the host starts; where there is
    /// none, that stops the start.
    /// </summary>
    public static ActorInferenceBuilder UseOnnxRuntime(this ActorInferenceBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<ISessionFactory>(provider => new OnnxRuntimeSessionFactory(provider.GetService<ILogger<OnnxRuntimeSessionFactory>>()));
        return builder;
    }
}
