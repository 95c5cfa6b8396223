namespace ActorInference.Hosting;

/// <summary>A pipeline that a host is to have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Check">Describes it, and says why it cannot be run; null when it can.</param>
internal sealed record PipelineDescription(string Name, Func<IServiceProvider, Failure?> Check);
