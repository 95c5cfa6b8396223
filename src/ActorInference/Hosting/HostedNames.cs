using Microsoft.Extensions.DependencyInjection;

namespace ActorInference.Hosting;

/// <summary>What a host is to have, by name: filled while services are added, read when there is a host.</summary>
internal sealed class HostedNames
{
    private readonly Dictionary<string, PredictorDescription> _predictors = [];
    private readonly Dictionary<string, PipelineDescription> _pipelines = [];

    /// <summary>In the order they were added.</summary>
    public IReadOnlyCollection<PredictorDescription> Predictors => _predictors.Values;

    /// <summary>In the order they were added.</summary>
    public IReadOnlyCollection<PipelineDescription> Pipelines => _pipelines.Values;

    /// <summary>Pipelines that a configuration has settings for, whether they were added or not.</summary>
    public HashSet<string> ConfiguredPipelines { get; } = [];

    /// <summary>The one of these services; made where there is none.</summary>
    public static HostedNames Of(IServiceCollection services, out bool isFirst)
    {
        var there = services.Select(service => service.ServiceType == typeof(HostedNames) ? service.ImplementationInstance as HostedNames : null).FirstOrDefault(names => names is not null);
        isFirst = there is null;
        if (there is not null) return there;
        var made = new HostedNames();
        services.AddSingleton(made);
        return made;
    }

    /// <summary>Adds it; false where there is one of its name.</summary>
    public bool TryAdd(PredictorDescription predictor) => _predictors.TryAdd(predictor.Name, predictor);

    /// <summary>Adds it; false where there is one of its name.</summary>
    public bool TryAdd(PipelineDescription pipeline) => _pipelines.TryAdd(pipeline.Name, pipeline);

    /// <summary>Changes how a predictor that was added is set up; false where there is none of that name.</summary>
    public bool TryChange(string name, Func<PredictorOptions, PredictorOptions> change)
    {
        if (!_predictors.TryGetValue(name, out var predictor)) return false;
        _predictors[name] = predictor with { Options = change(predictor.Options) };
        return true;
    }

    /// <summary><c>there are anime, cartoon</c>, <c>there are none</c>.</summary>
    public static string List(string begin, IReadOnlyCollection<string> names) => $"{begin} {(names.Count == 0 ? "none" : string.Join(", ", names.Order(StringComparer.Ordinal)))}";
}
