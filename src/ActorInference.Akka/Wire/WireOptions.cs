using ActorInference.Configuration;

namespace ActorInference.Akka;

/// <summary>How messages larger than a chunk cross the network: section <c>akka.actorinference.wire</c> of an actor system's configuration. <c>reference.conf</c> has the keys and what they mean.</summary>
public sealed record WireOptions
{
    /// <summary>The most that one message of Akka's holds, in bytes: 1 KiB to 64 MiB. Default 64 KiB: half of the frame that Akka.NET allows, and what a slow network carries in a few milliseconds, so that heartbeats are not held up.</summary>
    public int ChunkBytes { get; init; } = 64 << 10;

    /// <summary>
    /// Chunks under way to one node that it has not acknowledged, 1 or more. Default 32, as many as the StreamRefs of Akka.Streams: with 8, 4 MB take 1.2 times as long over loopback (bench <c>akka-requests</c>), and
    /// more networks are slow to answer than slow to carry 2 MiB.
    /// </summary>
    public int ChunksAhead { get; init; } = 32;

    /// <summary>The longest message that is sent or taken, in bytes: 1 to 2,147,483,591, the same on all nodes. Default 256 MiB.</summary>
    public long MaxMessageBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of messages that are being put together at once, of all nodes, 1 or more; one is always let in. Others wait. Default 512 MiB.</summary>
    public long MaxAssemblyBytes { get; init; } = 512L << 20;

    /// <summary>How long a transfer may make no progress until it begins again. Above 0, default 5 s: far more than a round trip, and no more than others should have to wait behind one whose connection broke.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a message is sent in all when transfers break off, 1 or more. Default 5.</summary>
    public int Tries { get; init; } = 5;

    internal static WireOptions Read(HoconReader reader)
    {
        var defaults = new WireOptions();
        return new()
        {
            ChunkBytes = (int?)reader.Size("chunk-size", 1 << 10, 64 << 20) ?? defaults.ChunkBytes,
            ChunksAhead = reader.Count("chunks-ahead") ?? defaults.ChunksAhead,
            MaxMessageBytes = reader.Size("max-message-size", 1, Array.MaxLength) ?? defaults.MaxMessageBytes,
            MaxAssemblyBytes = reader.Size("max-assembly-size", 1) ?? defaults.MaxAssemblyBytes,
            TransferTimeout = reader.DurationAboveZero("transfer-timeout") ?? defaults.TransferTimeout,
            Tries = reader.Count("tries") ?? defaults.Tries,
        };
    }
}
