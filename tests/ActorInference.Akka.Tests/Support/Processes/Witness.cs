using System.Collections.Concurrent;
using Akka.Actor;

namespace ActorInference.Akka.Tests;

/// <summary>Stands between predictors and the actor that predicts for them, and counts what comes back: every request is to have one reply and no more.</summary>
internal sealed class Witness
{
    private readonly ConcurrentDictionary<Guid, IActorRef> _asked = new();
    private int _surplus;

    public Witness(ActorSystem system, IActorRef target) => Actor = system.ActorOf(Props.Create(() => new Between(this, target)));

    /// <summary>What predictors ask instead.</summary>
    public IActorRef Actor { get; }

    /// <summary>Requests that had no reply.</summary>
    public int Unanswered => _asked.Count;

    /// <summary>Replies to requests that had one already.</summary>
    public int Surplus => _surplus;

    private sealed class Between : ReceiveActor
    {
        public Between(Witness witness, IActorRef target)
        {
            Receive<PredictRequest>(request =>
            {
                witness._asked[request.Id] = Sender;
                target.Tell(request);
            });
            Receive<PredictReply>(reply =>
            {
                if (witness._asked.TryRemove(reply.Id, out var asker))
                {
                    asker.Tell(reply);
                    return;
                }

                Interlocked.Increment(ref witness._surplus);
                if (reply.Outcome.Succeeded) reply.Outcome.Value.Dispose();
            });
            Receive<CancelRequest>(target.Tell);
            ReceiveAny(message => target.Forward(message));
        }
    }
}
