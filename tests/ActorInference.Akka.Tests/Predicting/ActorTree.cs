using Akka.Actor;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>The actors of a system.</summary>
internal static class ActorTree
{
    /// <summary>Those below <c>/user</c>, at any depth, by their paths.</summary>
    public static IReadOnlyList<string> Below(ActorSystem system) => [.. All(system).Select(actor => actor.Path.ToStringWithoutAddress()).Order()];

    /// <summary>The same as references.</summary>
    public static IReadOnlyList<IActorRef> All(ActorSystem system) => [.. Below(((ExtendedActorSystem)system).Guardian)];

    private static IEnumerable<IActorRef> Below(IActorRef actor)
    {
        if (actor is not ActorRefWithCell parent) yield break;
        foreach (var child in parent.Children)
        {
            yield return child;
            foreach (var grandchild in Below(child)) yield return grandchild;
        }
    }
}
