using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>
/// What goes in chunks to one node: one message at a time, in order, never more chunks ahead than <see cref="WireOptions.ChunksAhead"/>, so that whatever else goes the same way, heartbeats first of all, waits for a few
/// chunks and not for a whole message. Belongs to the wire's actor.
/// </summary>
internal sealed class OutgoingTransfers(IActorRef peer, WireOptions options, IActorRef self)
{
    private readonly Queue<Shipment> _waiting = new();
    private Shipment? _current;
    private EncodedMessage? _message;
    private Guid _id;
    private int _sent;
    private int _acknowledged;
    private int _tries;

    /// <summary>Messages that are not through.</summary>
    public int Count => _waiting.Count + (_current is null ? 0 : 1);

    /// <summary>Whether any of them is from that actor; null: from anybody.</summary>
    public bool Has(IActorRef? sender) => sender is null ? Count > 0 : Equals(_current?.Sender, sender) || _waiting.Any(shipment => Equals(shipment.Sender, sender));

    /// <summary>When something of the current one last moved; meaningless where there is none.</summary>
    public long LastProgress { get; private set; }

    public void Add(Shipment shipment, long now)
    {
        _waiting.Enqueue(shipment);
        if (_current is null) BeginNext(now);
    }

    /// <summary>Has a cancel go behind its request; false where that is not among what goes here.</summary>
    public bool CancelBehind(CancelShipment cancel)
    {
        var request = _waiting.LastOrDefault(shipment => shipment.IsMeantBy(cancel)) ?? (_current?.IsMeantBy(cancel) == true ? _current : null);
        if (request is null) return false;
        request.IsCancelled = true;
        return true;
    }

    public void Acknowledged(TransferAck ack, long now)
    {
        if (_current is null || ack.Id != _id) return;
        LastProgress = now;
        _acknowledged = Math.Max(_acknowledged, ack.Chunks);
        if (_acknowledged >= _message!.Segments.Length) BeginNext(now);
        else Pump();
    }

    /// <summary>The receiver has let go of it: tries again, or gives it up and says so.</summary>
    public string? Aborted(Guid id, bool isFinal, string reason, long now)
    {
        if (_current is null || id != _id) return null;
        if (!isFinal && _tries < options.Tries)
        {
            Begin(_message!.Copy(), now);
            return null;
        }

        var lost = $"{_message!.Manifest} of {_message.Length:N0} bytes for {_current.TargetPath} was given up after {_tries} tries: {reason}";
        _current.GiveUp(reason);
        BeginNext(now);
        return lost;
    }

    /// <summary>No answer for too long.</summary>
    public string? TimedOut(long now) => Aborted(_id, isFinal: false, $"nothing came back for {options.TransferTimeout.TotalSeconds:0.#} s", now);

    private void BeginNext(long now)
    {
        if (_current is { IsCancelled: true } sent) sent.Target.Tell(new CancelRequest(sent.Message.Request!.Value), sent.Sender);
        (_message, _tries) = (null, 0);
        if (_waiting.TryDequeue(out _current)) Begin(_current.Message, now);
    }

    private void Begin(EncodedMessage message, long now)
    {
        _message = message;
        _tries++;
        (_id, _sent, _acknowledged, LastProgress) = (Guid.NewGuid(), 0, 0, now);
        peer.Tell(new TransferOpen(_id, message.Length, message.Segments.Length, message.Manifest, _current!.TargetPath, _current.SenderPath), self);
        Pump();
    }

    private void Pump()
    {
        for (; _sent < _message!.Segments.Length && _sent - _acknowledged < options.ChunksAhead; _sent++)
        {
            peer.Tell(TransferChunk.Over(_message.Segments[_sent], _id, _sent), self);
        }
    }
}
