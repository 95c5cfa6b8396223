using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>
/// What comes in chunks, one message at a time from each node. What is being put together is bounded: a message for which there is no room is not acknowledged, and its sender waits. Belongs to the wire's actor.
/// </summary>
internal sealed class IncomingTransfers(WireOptions options, Clock clock, IActorRef self)
{
    private readonly Dictionary<IActorRef, IncomingTransfer> _transfers = [];
    private readonly List<IncomingTransfer> _withoutRoom = []; // in the order they came
    private long _assembled; // bytes of those that have room

    /// <summary>Those whose next chunk is due: the others wait for room, and that is not their sender's fault.</summary>
    public IEnumerable<IncomingTransfer> Due => _transfers.Values.Where(transfer => transfer.HasRoom);

    /// <summary>Whether any waits for room.</summary>
    public bool HasWaiting => _withoutRoom.Count > 0;

    public void Open(TransferOpen open, IActorRef peer)
    {
        Remove(peer); // its sender has begun anew
        if (open.Length < 1 || open.Length > options.MaxMessageBytes || open.Chunks < 1 || open.Chunks > open.Length)
        {
            peer.Tell(new TransferAborted(open.Id, IsFinal: true, $"{open.Length:N0} bytes in {open.Chunks:N0} chunks are not taken here; akka.actorinference.wire.max-message-size is {options.MaxMessageBytes:N0}"), self);
            return;
        }

        var transfer = new IncomingTransfer(open, peer, clock.Now);
        _transfers[peer] = transfer;
        _withoutRoom.Add(transfer);
        MakeRoom();
    }

    /// <summary>Takes a chunk; gives the transfer where it was the last one, which is then no longer among those under way.</summary>
    public IncomingTransfer? Take(TransferChunk chunk, IActorRef peer)
    {
        if (!_transfers.TryGetValue(peer, out var transfer) || transfer.Open.Id != chunk.Id)
        {
            // Its beginning was lost with a connection, or went to the process that was here before; or it was let go, and its sender knows.
            peer.Tell(new TransferAborted(chunk.Id, IsFinal: false, "its beginning never came"), self);
            return null;
        }

        if (transfer.Take(chunk, options.ChunksAhead, clock.Now) is { } problem)
        {
            Abort(transfer, problem);
            return null;
        }

        if (!transfer.HasRoom) return null;
        if (transfer.IsWhole)
        {
            Remove(peer);
            return transfer;
        }

        Acknowledge(transfer);
        return null;
    }

    /// <summary>Those that wait for room hear that they are not forgotten.</summary>
    public void Reassure()
    {
        foreach (var transfer in _withoutRoom) transfer.Peer.Tell(new TransferAck(transfer.Open.Id, 0), self);
    }

    public void Abort(IncomingTransfer transfer, string reason)
    {
        Remove(transfer.Peer);
        transfer.Peer.Tell(new TransferAborted(transfer.Open.Id, IsFinal: false, reason), self);
    }

    /// <summary>Lets go of what came from there.</summary>
    public void Remove(IActorRef peer)
    {
        if (!_transfers.Remove(peer, out var transfer)) return;
        if (transfer.HasRoom) _assembled -= transfer.Open.Length;
        else _withoutRoom.Remove(transfer);
        MakeRoom();
    }

    /// <summary>Tells the sender how far it is.</summary>
    public void Acknowledge(IncomingTransfer transfer) => transfer.Peer.Tell(new TransferAck(transfer.Open.Id, transfer.Count), self);

    // One that would never fit is let in alone. A transfer that is whole before it has room tells itself its last chunk once more: whoever takes chunks finds it.
    private void MakeRoom()
    {
        while (_withoutRoom is [var first, ..] && (_assembled == 0 || _assembled + first.Open.Length <= options.MaxAssemblyBytes))
        {
            _withoutRoom.RemoveAt(0);
            first.GiveRoom(clock.Now);
            _assembled += first.Open.Length;
            if (first.IsWhole) self.Tell(new TransferWhole(first.Open.Id), first.Peer);
            else if (first.Count > 0) Acknowledge(first);
        }
    }

    /// <summary>Takes one that was whole before it had room; null where it has gone meanwhile.</summary>
    public IncomingTransfer? TakeWhole(Guid id, IActorRef peer)
    {
        if (!_transfers.TryGetValue(peer, out var transfer) || transfer.Open.Id != id) return null;
        Remove(peer);
        return transfer;
    }
}
