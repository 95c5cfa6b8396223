using ActorInference.Configuration;

namespace ActorInference.Akka;

/// <summary>How an inference node works: section <c>akka.actorinference.node</c> of an actor system's configuration. <c>reference.conf</c> has the keys and what they mean.</summary>
public sealed record ClusterNodeOptions
{
    /// <summary>
    /// Requests that the node holds at once, those of all frontends together, 1 or more. Default null: twice what its predictor can run at once (<see cref="IPredictor.Capacity"/>), so that the next ones are there when
    /// it becomes free. More only makes those wait at one node that another could have run.
    /// </summary>
    public int? Window { get; init; }

    /// <summary>How often frontends hear how full the node is, at most. Above 0, default 100 ms.</summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Replies that are remembered for requests that are sent again, 0 or more. Default 1024: more than frontends can have at one node.</summary>
    public int RememberItems { get; init; } = 1024;

    /// <summary>Bytes that they take at most, 0 or more; a reply that is larger by itself is not remembered. Default 64 MiB.</summary>
    public long RememberBytes { get; init; } = 64L << 20;

    /// <summary>For how long they are remembered. Above 0, default 3 minutes: longer than <see cref="ClusterFrontendOptions.AnswerTimeout"/>, after which a frontend sends a request again.</summary>
    public TimeSpan RememberFor { get; init; } = TimeSpan.FromMinutes(3);

    internal static ClusterNodeOptions Read(HoconReader reader)
    {
        var defaults = new ClusterNodeOptions();
        return new()
        {
            Window = reader.Count("window"),
            StatusInterval = reader.DurationAboveZero("status-interval") ?? defaults.StatusInterval,
            RememberItems = reader.Count("remember-items", 0) ?? defaults.RememberItems,
            RememberBytes = reader.Size("remember-bytes") ?? defaults.RememberBytes,
            RememberFor = reader.DurationAboveZero("remember-for") ?? defaults.RememberFor,
        };
    }
}
