using Akka.Actor;

namespace ActorInference.Akka.Tests.Streams;

/// <summary>The engine under test, on one actor system for all tests.</summary>
internal static class AkkaStreams
{
    /// <summary>One without a word on its console.</summary>
    public static ActorSystem NewSystem() => ActorSystem.Create("streams", "akka { loglevel = WARNING, stdout-loglevel = WARNING }");

    public static ActorSystem System { get; } = NewSystem();

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
