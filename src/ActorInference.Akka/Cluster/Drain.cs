using ActorInference.Akka.Wire;
using Akka;
using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>Tells a node or a frontend to take no more and to finish what it has; it answers with <see cref="Done"/> when there is nothing left.</summary>
internal sealed class Drain : INoSerializationVerificationNeeded
{
    private Drain()
    {
    }

    public static Drain Instance { get; } = new();

    /// <summary>Has the actor drained in a phase of the coordinated shutdown, for as long as that phase may take.</summary>
    public static void Within(ActorSystem system, string phase, IActorRef actor)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(phase, $"drain {actor.Path.Name}", async () =>
        {
            using var patience = new CancellationTokenSource(shutdown.Timeout(phase));
            await actor.AskWhileThere(Instance, patience.Token).ConfigureAwait(false);
            await WireExtension.For(system).FlushAsync(patience.Token).ConfigureAwait(false); // replies are under way
            return Done.Instance;
        });
    }
}
