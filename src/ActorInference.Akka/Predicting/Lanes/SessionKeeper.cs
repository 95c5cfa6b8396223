using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// The sessions of a predictor. A lane is its actor's own, a session is not where several lanes share it: sessions, and what is known of how they fail, are guarded by the lock here.
/// </summary>
internal sealed class SessionKeeper : ISessionKeeper
{
    private readonly IActorRef _predictor;

    public SessionKeeper(ModelSource model, SupervisionOptions options, Clock clock, PredictorLog log, IActorRef predictor)
    {
        _predictor = predictor;
        Model = model.Name;
        Options = options;
        Clock = clock;
        Log = log;
        Closer = new(this, options.Watchdog, clock, log);
        Backoff = new(options, Random.Shared);
    }

    /// <inheritdoc/>
    public string Model { get; }

    /// <inheritdoc/>
    public Lock Lock { get; } = new();

    public SupervisionOptions Options { get; }

    public Clock Clock { get; }

    public PredictorLog Log { get; }

    public Backoff Backoff { get; }

    /// <summary>Closes those that are out of use; under the lock.</summary>
    public SessionCloser Closer { get; }

    /// <summary>Whether everything ends: no session comes in the place of one that goes. Under the lock.</summary>
    public bool IsClosing { get; set; }

    /// <inheritdoc/>
    public void LookNotLaterThan(long due) => _predictor.Tell(new LookAt(due), _predictor);
}
