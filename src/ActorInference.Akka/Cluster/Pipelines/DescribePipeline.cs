namespace ActorInference.Akka;

/// <summary>Asks the actor of a <see cref="ClusterPipeline"/>, here or on another node, how it is; it answers with a <see cref="PipelineSnapshot"/>.</summary>
public sealed class DescribePipeline
{
    private DescribePipeline()
    {
    }

    /// <summary>The message; it says nothing more.</summary>
    public static DescribePipeline Instance { get; } = new();
}
