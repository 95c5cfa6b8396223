using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>A message that comes in chunks. Belongs to the wire's actor.</summary>
internal sealed class IncomingTransfer(TransferOpen open, IActorRef peer, long now)
{
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private long _bytes;

    public TransferOpen Open => open;

    public IActorRef Peer => peer;

    /// <summary>Whether there is room for all of it. Until there is, only what may be under way anyway is taken.</summary>
    public bool HasRoom { get; private set; }

    public long LastProgress { get; private set; } = now;

    public int Count => _parts.Count;

    public bool IsWhole => _parts.Count == open.Chunks;

    public IReadOnlyList<ReadOnlyMemory<byte>> Parts => _parts;

    public void GiveRoom(long now) => (HasRoom, LastProgress) = (true, now);

    /// <summary>Takes the next part; else says why it does not fit.</summary>
    public string? Take(TransferChunk chunk, int chunksAhead, long now)
    {
        if (chunk.Index != _parts.Count) return $"chunk {chunk.Index} came where {_parts.Count} was due";
        if (IsWhole || _bytes + chunk.Part.Length > open.Length) return "more came than was announced";
        if (!HasRoom && _parts.Count >= chunksAhead) return "more came than may be under way";
        _parts.Add(chunk.Part);
        _bytes += chunk.Part.Length;
        LastProgress = now;
        return IsWhole && _bytes < open.Length ? "less came than was announced" : null;
    }
}
