using ActorInference.Configuration;

namespace ActorInference.Akka;

/// <summary>How a frontend works: section <c>akka.actorinference.frontend</c> of an actor system's configuration. <c>reference.conf</c> has the keys and what they mean.</summary>
public sealed record ClusterFrontendOptions
{
    /// <summary>
    /// Requests that the frontend holds, those at nodes included, 1 or more. Default 1024. An actor cannot make its caller wait: this is the waiting room, and one request more is refused as
    /// <see cref="ErrorKind.Overloaded"/>, or takes the place of those that have waited longest, as <see cref="PredictionOptions.WhenFull"/> says.
    /// </summary>
    public int MaxItems { get; init; } = 1024;

    /// <summary>Bytes of their inputs, 1 or more; one request is always let in. Default 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>How long requests wait while there is no node at all, before they fail as <see cref="ErrorKind.NotReady"/>. 0 or more, default 30 s: about what a node takes to start.</summary>
    public TimeSpan WaitForNode { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a node may take to answer until the request goes to another. Above 0, default 1 minute. Longer than the longest run times the node's window, else work is done twice.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many nodes may be lost under one request, or not answer, until it fails as <see cref="ErrorKind.DeviceLost"/>: it may be what ends them. 1 or more, default 5.</summary>
    public int MaxTries { get; init; } = 5;

    /// <summary>How often the frontend tells nodes that it is there, and asks how full they are. Above 0, default 1 s.</summary>
    public TimeSpan RegisterInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal static ClusterFrontendOptions Read(HoconReader reader)
    {
        var defaults = new ClusterFrontendOptions();
        return new()
        {
            MaxItems = reader.Count("max-items") ?? defaults.MaxItems,
            MaxBytes = reader.Size("max-bytes", 1) ?? defaults.MaxBytes,
            WaitForNode = reader.Duration("wait-for-node") ?? defaults.WaitForNode,
            AnswerTimeout = reader.DurationAboveZero("answer-timeout") ?? defaults.AnswerTimeout,
            MaxTries = reader.Count("max-tries") ?? defaults.MaxTries,
            RegisterInterval = reader.DurationAboveZero("register-interval") ?? defaults.RegisterInterval,
        };
    }
}
