using System.Runtime.Serialization;
using ActorInference.Akka.Wire.Formats;
using ActorInference.Predicting;
using Akka;
using Akka.Actor;
using Akka.Event;

namespace ActorInference.Akka.Wire;

/// <summary>
/// Brings messages over in chunks, one such actor on each node:
/// <code>
/// sender's node                               receiver's node
///   1  Open (length, chunks, target)  ──────▶   notes it; waits for room where there is none
///   2  Chunk 0 .. ahead-1             ──────▶
///   3                                 ◀──────  Ack (chunks so far)
///   4  one chunk more for each ack    ──────▶
///   5                                          all there: reads the message, tells the target
///   6                                 ◀──────  Ack (all): the next message begins
/// </code>
/// A beginning or a chunk that is missing, or no progress for too long, is answered by Aborted, and the sender begins again at 1, a few times. One that waits for room hears Ack (0) now and then. Either side
/// lets go of everything when the other's node is gone.
/// Besides, it gives back the memory of messages that reach nobody.
/// </summary>
#pragma warning disable CA1001 // PostStop, which is what an actor has for it, disposes the alarm.
internal sealed class WireActor : ReceiveActor
#pragma warning restore CA1001
{
    /// <summary>Its name below <c>/system</c>.</summary>
    public const string Name = "actorinference-wire";

    private readonly WireOptions _options;
    private readonly Clock _clock;
    private readonly Alarm _alarm;
    private readonly long _patience;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Address, (IActorRef Peer, OutgoingTransfers Transfers)> _outgoing = [];
    private readonly IncomingTransfers _incoming;
    private readonly List<(IActorRef Asker, IActorRef? Sender)> _flushers = [];
    private long _reassureDue;

    public WireActor(WireOptions options, TimeProvider time)
    {
        var self = Self;
        _options = options;
        _clock = new(time);
        _alarm = new(_clock, () => self.Tell(Ring.Now, ActorRefs.NoSender));
        _patience = _clock.Stamps(options.TransferTimeout);
        _incoming = new(options, _clock, self);

        Receive<Shipment>(Ship);
        Receive<CancelShipment>(cancel =>
        {
            if (!_outgoing.TryGetValue(cancel.Target.Path.Address, out var way) || !way.Transfers.CancelBehind(cancel)) cancel.Target.Tell(cancel.Request, cancel.Sender);
        });
        Receive<TransferAck>(ack =>
        {
            if (ToSender(out var transfers)) transfers.Acknowledged(ack, _clock.Now);
            EndFlush();
        });
        Receive<TransferAborted>(aborted =>
        {
            if (ToSender(out var transfers)) Note(transfers.Aborted(aborted.Id, aborted.IsFinal, aborted.Reason, _clock.Now));
            EndFlush();
        });

        Receive<Flush>(flush =>
        {
            _flushers.Add((Sender, flush.Sender));
            EndFlush();
        });

        Receive<TransferOpen>(open =>
        {
            Context.Watch(Sender);
            _incoming.Open(open, Sender);
            Wake();
        });
        Receive<TransferChunk>(chunk => Deliver(_incoming.Take(chunk, Sender)));
        Receive<TransferWhole>(whole => Deliver(_incoming.TakeWhole(whole.Id, Sender)));

        Receive<Ring>(_ => LookForStanding());
        Receive<Terminated>(terminated => Forget(terminated.ActorRef));
        Receive<AllDeadLetters>(letter => Unclaimed.GiveBack(letter.Message));
        Receive<UnhandledMessage>(message => Unclaimed.GiveBack(message.Message));
    }

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(AllDeadLetters));
        Context.System.EventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _alarm.Dispose();
    }

    private void Ship(Shipment shipment)
    {
        var address = shipment.Target.Path.Address;
        if (!_outgoing.TryGetValue(address, out var way))
        {
            var peer = ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(new RootActorPath(address) / "system" / Name);
            way = (peer, new(peer, _options, Self));
            _outgoing[address] = way;
            Context.Watch(peer);
        }

        way.Transfers.Add(shipment, _clock.Now);
        Wake();
    }

    private bool ToSender(out OutgoingTransfers transfers)
    {
        var isKnown = _outgoing.TryGetValue(Sender.Path.Address, out var way);
        transfers = way.Transfers;
        return isKnown;
    }

    private void Deliver(IncomingTransfer? transfer)
    {
        if (transfer is null) return;
        var open = transfer.Open;
        try
        {
            var message = MessageFormats.Read(open.Manifest, transfer.Parts);
            var provider = ((ExtendedActorSystem)Context.System).Provider;
            provider.ResolveActorRef(open.Target).Tell(message, open.Sender.Length == 0 ? ActorRefs.NoSender : provider.ResolveActorRef(open.Sender));
            _incoming.Acknowledge(transfer);
        }
        catch (Exception problem) when (problem is SerializationException or OutOfMemoryException)
        {
            _log.Warning("{0} of {1:N0} bytes from {2} was not delivered: {3}", open.Manifest, open.Length, transfer.Peer.Path.Address, problem.Message);
            transfer.Peer.Tell(new TransferAborted(open.Id, IsFinal: problem is SerializationException, problem.Message), Self);
        }
    }

    private void LookForStanding()
    {
        _alarm.Rang();
        var now = _clock.Now;
        foreach (var (_, transfers) in _outgoing.Values)
        {
            if (transfers.Count > 0 && now - transfers.LastProgress >= _patience) Note(transfers.TimedOut(now));
        }

        foreach (var transfer in _incoming.Due.Where(transfer => now - transfer.LastProgress >= _patience).ToList())
        {
            _incoming.Abort(transfer, $"nothing came for {_options.TransferTimeout.TotalSeconds:0.#} s");
        }

        if (now >= _reassureDue)
        {
            _incoming.Reassure();
            _reassureDue = now + (_patience / 3);
        }

        EndFlush();
        Wake();
    }

    // Looks again when the one that stands longest has stood too long.
    private void Wake()
    {
        foreach (var (_, transfers) in _outgoing.Values)
        {
            if (transfers.Count > 0) _alarm.NotLaterThan(transfers.LastProgress + _patience);
        }

        if (_incoming.HasWaiting) _alarm.NotLaterThan(Math.Max(_reassureDue, _clock.Now));
        foreach (var transfer in _incoming.Due) _alarm.NotLaterThan(transfer.LastProgress + _patience);
    }

    private void Forget(IActorRef peer)
    {
        _incoming.Remove(peer);
        if (!_outgoing.TryGetValue(peer.Path.Address, out var way) || !way.Peer.Equals(peer)) return;
        _outgoing.Remove(peer.Path.Address);
        if (way.Transfers.Count > 0) _log.Warning("{0} is gone: {1} for that node given up", peer.Path.Address, Quantity.Of(way.Transfers.Count, "message"));
        EndFlush();
    }

    private void EndFlush() => _flushers.RemoveAll(flusher =>
    {
        if (_outgoing.Values.Any(way => way.Transfers.Has(flusher.Sender))) return false;
        flusher.Asker.Tell(Done.Instance, Self);
        return true;
    });

    private void Note(string? lost)
    {
        if (lost is not null) _log.Warning(lost);
    }
}
