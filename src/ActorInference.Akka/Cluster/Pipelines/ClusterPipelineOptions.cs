using ActorInference.Configuration;

namespace ActorInference.Akka;

/// <summary>How streams run on other nodes: section <c>akka.actorinference.pipeline</c> of an actor system's configuration. <c>reference.conf</c> has the keys and what they mean.</summary>
public sealed record ClusterPipelineOptions
{
    /// <summary>Streams that a node runs at once of one pipeline, 1 or more. Default 64. One more goes to another node, or is refused as overloaded.</summary>
    public int MaxStreams { get; init; } = 64;

    /// <summary>How long a stream waits for a node that takes it, 0 or more. Default 30 s: about what a node takes to start.</summary>
    public TimeSpan WaitForNode { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a node may take to say whether it takes a stream, until another is asked, above 0. Default 2 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long nothing at all may come from the other end of a stream, which says something four times as often, until that is taken for lost, above 0, the same on all nodes. Default 10 s. It finds what was lost with a connection when nothing
    /// follows that would show the gap; the death of a node is found sooner, by the cluster's heartbeats.
    /// </summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(10);

    internal static ClusterPipelineOptions Read(HoconReader reader)
    {
        var defaults = new ClusterPipelineOptions();
        return new()
        {
            MaxStreams = reader.Count("max-streams") ?? defaults.MaxStreams,
            WaitForNode = reader.Duration("wait-for-node") ?? defaults.WaitForNode,
            AnswerTimeout = reader.DurationAboveZero("answer-timeout") ?? defaults.AnswerTimeout,
            LostAfter = reader.DurationAboveZero("lost-after") ?? defaults.LostAfter,
        };
    }
}
