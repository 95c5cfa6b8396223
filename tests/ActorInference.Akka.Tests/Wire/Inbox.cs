using System.Collections.Concurrent;
using Akka.Actor;

namespace ActorInference.Akka.Tests.Wire;

/// <summary>An actor that keeps what it gets.</summary>
internal sealed class Inbox
{
    private readonly BlockingCollection<(object, IActorRef)> _messages = [];
    private readonly ActorSystem _system;

    public Inbox(ActorSystem system)
    {
        _system = system;
        Actor = system.ActorOf(Props.Create(() => new Keeper(_messages)));
    }

    public IActorRef Actor { get; }

    public int Waiting => _messages.Count;

    public IActorRef SeenFrom(ActorSystem system) => ((ExtendedActorSystem)system).Provider.ResolveActorRef(Actor.Path.ToSerializationFormatWithAddress(((ExtendedActorSystem)_system).Provider.DefaultAddress));

    public Task<(object Message, IActorRef Sender)> Next() => OwnThread.Run(() => _messages.TryTake(out var message, Until.Limit) ? message : throw new TimeoutException("nothing came"));

    public async Task<Heard> Hear() => (Heard)(await Next()).Message;

    private sealed class Keeper : UntypedActor
    {
        private readonly BlockingCollection<(object, IActorRef)> _messages;

        public Keeper(BlockingCollection<(object, IActorRef)> messages) => _messages = messages;

        protected override void OnReceive(object message) => _messages.Add((message, Sender));
    }
}
