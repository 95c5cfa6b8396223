using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>A lane that has a session, as the predictor knows it: the right to have one batch under way. The predictor's own.</summary>
internal sealed class LaneToken(IActorRef actor, IActorRef router, Pool pool)
{
    /// <summary>The lane.</summary>
    public IActorRef Actor => actor;

    /// <summary>Its router, through which batches go.</summary>
    public IActorRef Router => router;

    /// <summary>Its pool.</summary>
    public Pool Pool => pool;

    /// <summary>Whether what it had asked for came back from another lane, one without a session: the next goes to it past the router, which may choose that lane for ever.</summary>
    public bool HasMissed { get; set; }

    /// <summary>Whether it may still be used: the lane has its session, as far as anybody knows.</summary>
    public bool IsUp { get; set; } = true;
}
