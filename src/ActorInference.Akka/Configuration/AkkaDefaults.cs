using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Akka;

/// <summary>The HOCON that predictors on Akka need of an actor system.</summary>
public static class AkkaDefaults
{
    private const string Resource = "lanes.conf";

    /// <summary>
    /// Dispatchers for lanes, and how lanes are deployed where nothing else is said. <see cref="AkkaPredictor.OpenAsync"/> puts it behind the configuration of the actor system by itself;
    /// here to be read, or put there by who wants it from the start.
    /// </summary>
    public static Config Config { get; } = ConfigurationFactory.FromResource<AkkaPredictor>(Resource);

    /// <summary>Sees to it that the system has it, behind what it was started with. Again: does nothing.</summary>
    internal static void Ensure(ActorSystem system) => system.Settings.InjectTopLevelFallback(Config);
}
