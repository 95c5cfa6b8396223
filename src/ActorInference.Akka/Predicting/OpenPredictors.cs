using System.Collections.Concurrent;
using Akka;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// The predictors that were opened in an actor system. Its coordinated shutdown drains them: after the phase in which requests from outside are done with, before a cluster is left.
/// </summary>
internal sealed class OpenPredictors : IExtension
{
    private const string Phase = CoordinatedShutdown.PhaseServiceStop;

    // What is left of the phase's time for what a drain in vain still has to do: end runs and close sessions.
    private const double ShareForDraining = 0.7;

    private readonly ConcurrentDictionary<AkkaPredictor, bool> _predictors = new();

    private OpenPredictors(ActorSystem system)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(Phase, "actorinference-predictors", () => DrainAsync(shutdown.Timeout(Phase) * ShareForDraining));
    }

    /// <summary>Those of a system.</summary>
    public static OpenPredictors Of(ActorSystem system) => system.WithExtension<OpenPredictors, Provider>();

    /// <summary>One was opened.</summary>
    public void Add(AkkaPredictor predictor) => _predictors[predictor] = true;

    /// <summary>One has ended.</summary>
    public void Remove(AkkaPredictor predictor) => _predictors.TryRemove(predictor, out _);

    private async Task<Done> DrainAsync(TimeSpan limit)
    {
        await Task.WhenAll(_predictors.Keys.Select(predictor => predictor.ShutdownWithinAsync(limit))).ConfigureAwait(false);
        return Done.Instance;
    }

    private sealed class Provider : ExtensionIdProvider<OpenPredictors>
    {
        public override OpenPredictors CreateExtension(ExtendedActorSystem system) => new(system);
    }
}
