using ActorInference.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorInference;

/// <summary>Adds predictors and pipelines to the services of a host; <see cref="ActorInferenceServices.AddActorInference"/> gives it.</summary>
public sealed class ActorInferenceBuilder
{
    private readonly HostedNames _names;

    internal ActorInferenceBuilder(IServiceCollection services, HostedNames names, ActorInferenceOptions options)
    {
        Services = services;
        Options = options;
        _names = names;
        names.ConfiguredPipelines.UnionWith(options.Pipelines.Keys);
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>What the configuration says; defaults where there is none.</summary>
    public ActorInferenceOptions Options { get; }

    /// <summary>
    /// Adds a predictor as the keyed service <see cref="Predictor"/>: <c>[FromKeyedServices("cartoon")] Predictor predictor</c>. The host owns it. Asked for before the host has started, it
    /// is opened there and then. What the model's manifest says of <c>batching</c> holds.
    /// </summary>
    /// <param name="name">Its name; each once, capitals and small letters told apart.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is set up; null for what the configuration says of all predictors.</param>
    /// <param name="required">Whether the host needs it, see <see cref="HostedPredictorOptions.Required"/>.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public ActorInferenceBuilder AddPredictor(string name, ModelSource model, PredictorOptions? options = null, bool required = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(model);
        var predictor = new PredictorDescription(name, model, options ?? Options.Predictor, required);
        if (!_names.TryAdd(predictor)) throw new ArgumentException($"There are two predictors called '{name}'; give one of them another name.", nameof(name));
        Services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<HostedPredictors>()[name]);
        return this;
    }

    /// <summary>Changes how a predictor is set up that was added before, such as one of the configuration's: for what only code can say.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">Takes what was said, and gives what holds.</param>
    /// <exception cref="ArgumentException">There is no such predictor yet.</exception>
    public ActorInferenceBuilder ConfigurePredictor(string name, Func<PredictorOptions, PredictorOptions> change)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(change);
        if (_names.TryChange(name, change)) return this;
        throw new ArgumentException($"No predictor is called '{name}' yet; {HostedNames.List("there are", [.. _names.Predictors.Select(predictor => predictor.Name)])}.", nameof(name));
    }

    /// <summary>
    /// Adds a pipeline as the keyed service <see cref="Pipeline{TIn,TOut}"/>. It is described once, when it is first asked for, and when the host starts at the latest, behind the predictors;
    /// one that cannot be run stops the start.
    /// </summary>
    /// <param name="name">Its name; each once, capitals and small letters told apart.</param>
    /// <param name="describe">
    /// Describes it, from the services and its options: what the configuration says of this pipeline, else of all pipelines, on the services' clock. Hand them to <see cref="Pipeline.Of"/>.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public ActorInferenceBuilder AddPipeline<TIn, TOut>(string name, Func<IServiceProvider, PipelineOptions, Pipeline<TIn, TOut>> describe)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(describe);
        var options = Options.Pipelines.TryGetValue(name, out var own) ? own : Options.Pipeline;
        var pipeline = new PipelineDescription(name, provider => provider.GetRequiredKeyedService<Pipeline<TIn, TOut>>(name).Check());
        if (!_names.TryAdd(pipeline)) throw new ArgumentException($"There are two pipelines called '{name}'; give one of them another name.", nameof(name));
        Services.AddKeyedSingleton(name, (provider, _) => describe(provider, OnClockOf(provider, options) with { Name = name }));
        Services.TryAddKeyedSingleton<Pipeline<TIn, TOut>>(KeyedService.AnyKey, (_, key) => throw NoPipeline($"{key}").ToException());
        return this;
    }

    // A clock that code has set stays.
    private static PipelineOptions OnClockOf(IServiceProvider provider, PipelineOptions options) =>
        options.Time == TimeProvider.System && provider.GetService<TimeProvider>() is { } time ? options with { Time = time } : options;

    private Failure NoPipeline(string name) =>
        new(ErrorKind.NotFound, $"no pipeline of these items and results is called '{name}'; {HostedNames.List("there are", [.. _names.Pipelines.Select(pipeline => pipeline.Name)])}.");
}
