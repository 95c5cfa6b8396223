using Akka;
using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>Asks of actors that may have been stopped.</summary>
internal static class Asking
{
    /// <summary>Completes when the actor has answered with <see cref="Done"/>, or has stopped: then there is nothing to wait for.</summary>
    public static async Task AskWhileThere(this IActorRef actor, object question, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var first = await Task.WhenAny(actor.Ask<Done>(question, ended.Token), actor.WatchAsync(ended.Token)).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }
}
