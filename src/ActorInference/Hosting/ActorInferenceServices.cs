using ActorInference.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ActorInference;

/// <summary>Predictors and pipelines as services of a .NET host.</summary>
public static class ActorInferenceServices
{
    /// <summary>
    /// Adds predictors and pipelines that the host opens and warms up when it starts, before it reports ready, and drains when it stops: those that <paramref name="options"/> name, and those
    /// that are added to what this gives. Also health checks (<see cref="ActorInferenceHealth"/>) and the host's <see cref="KillSwitch"/>. May be called several times; the calls add up.
    /// <para>
    /// Who opens sessions, an <see cref="ISessionFactory"/>, must be among the services: <c>UseOnnxRuntime()</c> of ActorInference.OnnxRuntime adds it. The services' own
    /// <see cref="TimeProvider"/>, where there is one, is the clock.
    /// </para>
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">What a configuration says; null for the defaults and no predictors.</param>
    public static ActorInferenceBuilder AddActorInference(this IServiceCollection services, ActorInferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new ActorInferenceBuilder(services, HostedNames.Of(services, out var isFirst), options ?? new());
        if (isFirst) AddOnce(services);
        foreach (var (name, predictor) in builder.Options.Predictors)
        {
            builder.AddPredictor(name, ModelSource.File(predictor.Model), predictor.Options, predictor.Required);
        }

        return builder;
    }

    private static void AddOnce(IServiceCollection services)
    {
        services.TryAddSingleton<HostedPredictors>();
        services.TryAddSingleton<KillSwitch>();
        services.AddSingleton<IHostedService, PredictorHost>();
        services.TryAddKeyedSingleton<Predictor>(KeyedService.AnyKey, (provider, key) => provider.GetRequiredService<HostedPredictors>()[$"{key}"]);
        services.AddHealthChecks()
            .AddCheck<LiveHealthCheck>(ActorInferenceHealth.LiveCheck, tags: [ActorInferenceHealth.LiveTag])
            .AddCheck<ReadyHealthCheck>(ActorInferenceHealth.ReadyCheck, tags: [ActorInferenceHealth.ReadyTag]);
    }
}
