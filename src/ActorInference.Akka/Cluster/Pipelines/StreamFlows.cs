using Akka;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>What stands at either end of a StreamRef.</summary>
internal static class StreamFlows
{
    /// <summary>How often either end says within <see cref="ClusterPipelineOptions.LostAfter"/> that it is there: one word may be late, and the next as well.</summary>
    public const int SignsOfLife = 4;

    /// <summary>Items on their way to another node. The other end hears something at least <see cref="SignsOfLife"/> times in <see cref="ClusterPipelineOptions.LostAfter"/>, for as long as it has asked for more.</summary>
    public static Flow<Outcome<T>, StreamPart, NotUsed> Split<T>(WireOptions wire, ClusterPipelineOptions options)
        where T : Value => Flow.Create<Outcome<T>>().Via(new SplitStage<T>(wire)).KeepAlive(options.LostAfter / SignsOfLife, () => StreamPart.StillThere);

    /// <summary>Items as they come from another node.</summary>
    public static Flow<StreamPart, Outcome<T>, NotUsed> Join<T>(string stream, WireOptions wire, ClusterPipelineOptions options)
        where T : Value => Flow.Create<StreamPart>().Via(new JoinStage<T>(stream, wire, options.LostAfter));
}
