using ActorInference.Akka.Wire;
using Akka;
using Akka.Actor;
using Akka.Util;

namespace ActorInference.Akka;

/// <summary>
/// Sends messages of ActorInference to actors wherever they are, also those that are larger than a frame of Akka.NET's: they cross in chunks. One for each actor system; thread-safe.
/// Every system that is to get such messages needs <see cref="AkkaConfiguration.Reference"/>, which starts it there.
/// </summary>
public sealed class WireExtension : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly IActorRef _actor;
    private readonly Failure? _whyNot; // nothing can be sent

    internal WireExtension(ExtendedActorSystem system)
    {
        _system = system;
        _whyNot = SystemRequirements.WhyNoWire(system);
        Options = AkkaConfiguration.SettingsOf(system.Settings.Config).Wire;
        _actor = system.SystemActorOf(Props.Create(() => new WireActor(Options, TimeProvider.System)), WireActor.Name);
    }

    /// <summary>What the system's configuration says of it.</summary>
    public WireOptions Options { get; }

    /// <summary>The one of an actor system, which is made where it is not yet there.</summary>
    public static WireExtension For(ActorSystem system) => system.WithExtension<WireExtension, WireExtensionProvider>();

    /// <summary>
    /// Tells an actor a message. To one in this process it goes as it is. To one elsewhere it is written before this returns: tensors in it may be disposed or written to from then on. It arrives once or, where
    /// the connection breaks or the other node dies, not at all; a message that goes in chunks may arrive twice then. Messages in chunks come in the order they were told, and so do those in one piece, but
    /// either kind may overtake the other; only a cancel never overtakes its request. A request that is given up on its way is replied to with a failure, and a reply that is given up becomes one.
    /// </summary>
    /// <param name="target">Who is to get it.</param>
    /// <param name="message">A message of ActorInference.</param>
    /// <param name="sender">Who it is from; null for nobody.</param>
    /// <returns>Null when it is under way; else why it cannot be sent.</returns>
    public Failure? Tell(IActorRef target, object message, IActorRef? sender)
    {
        if (target.IsLocal())
        {
            target.Tell(message, sender);
            return null;
        }

        if (_whyNot is not null) return _whyNot;
        if (message is CancelRequest cancel)
        {
            _actor.Tell(new CancelShipment(cancel, target, sender), ActorRefs.NoSender);
            return null;
        }

        if (!Encode(message).TryGet(out var encoded, out var failure)) return failure;
        Ship(target, encoded, sender);
        return null;
    }

    /// <summary>Replies, and gives the prediction away: to a caller in this process it goes as it is, for one elsewhere it is written and disposed. Where it cannot be sent, that is the caller's reply.</summary>
    /// <param name="caller">Who asked.</param>
    /// <param name="reply">What became of it.</param>
    /// <param name="self">Who replies.</param>
    public void Reply(IActorRef caller, PredictReply reply, IActorRef self)
    {
        var failure = Tell(caller, reply, self);
        if (caller.IsLocal()) return;
        if (reply.Outcome.TryGet(out var prediction, out _)) prediction.Dispose();
        if (failure is not null) caller.Tell(new PredictReply(reply.Id, failure), self);
    }

    /// <summary><see cref="Tell"/> from an actor of this process; nothing is looked up for a target in it.</summary>
    internal static Failure? TellFrom(IActorRef self, IActorRef target, object message)
    {
        if (!target.IsLocal()) return Of(self).Tell(target, message, self);
        target.Tell(message, self);
        return null;
    }

    /// <summary><see cref="Reply"/> from an actor of this process; nothing is looked up for a caller in it.</summary>
    internal static void ReplyFrom(IActorRef self, IActorRef caller, PredictReply reply)
    {
        if (caller.IsLocal()) caller.Tell(reply, self);
        else Of(self).Reply(caller, reply, self);
    }

    /// <summary>Completes when nothing that was told before is under way in chunks any more: it has arrived, or was given up.</summary>
    public Task FlushAsync(CancellationToken cancel = default) => _actor.AskWhileThere(new Flush(null), cancel);

    /// <summary>The same of what one actor has sent.</summary>
    internal Task FlushAsync(IActorRef sender, CancellationToken cancel) => _actor.AskWhileThere(new Flush(sender), cancel);

    internal Outcome<EncodedMessage> Encode(object message)
    {
        try
        {
            var length = EncodedMessage.Measure(message);
            return length <= Options.MaxMessageBytes
                ? EncodedMessage.Of(message, length, Options.ChunkBytes)
                : TooLong(length, Options);
        }
        catch (ObjectDisposedException)
        {
            return new Failure(ErrorKind.InvalidInput, "a tensor has been disposed before it could be sent; what is lent with a request stays until its reply.");
        }
        catch (NotSupportedException problem)
        {
            return new Failure(ErrorKind.InvalidInput, problem.Message);
        }
    }

    internal static Failure TooLong(long length, WireOptions options) =>
        new(ErrorKind.InvalidInput, $"the message takes {length:N0} bytes on the wire; no more than {options.MaxMessageBytes:N0} may; raise akka.actorinference.wire.max-message-size on all nodes.");

    internal void Ship(IActorRef target, EncodedMessage message, IActorRef? sender)
    {
        if (message.IsWhole) target.Tell(message, sender);
        else _actor.Tell(new Shipment(message, target, PathOf(target), sender, sender is null || sender.IsNobody() ? "" : PathOf(sender)), sender);
    }

    /// <summary>An actor's path, with the address by which others reach this system.</summary>
    internal string PathOf(IActorRef actor) => actor.Path.ToSerializationFormatWithAddress(_system.Provider.DefaultAddress);

    private static WireExtension Of(IActorRef self) => For(((ActorRefWithCell)self).Underlying.System);
}
