using Akka.Actor;

namespace ActorInference.Akka.Tests.Streams;

/// <summary>The engine under test, on one actor system for all tests.</summary>
internal static class AkkaStreams
{
    private static readonly ActorSystem System = ActorSystem.Create("streams", "akka { loglevel = WARNING, stdout-loglevel = WARNING }");

    public static AkkaEngine Engine { get; } = new(System);

    /// <summary>Graphs that are left, once those that are about to end have had time to.</summary>
    public static int CountLeft()
    {
        SpinWait.SpinUntil(() => CountNow() == 0, TimeSpan.FromSeconds(5));
        return CountNow();
    }

    private static int CountNow() => ((LocalActorRef)((ExtendedActorSystem)System).Guardian).Children
        .Where(child => child.Path.Name.StartsWith("StreamSupervisor", StringComparison.Ordinal))
        .Sum(supervisor => ((ActorRefWithCell)supervisor).Children.Count());
}
