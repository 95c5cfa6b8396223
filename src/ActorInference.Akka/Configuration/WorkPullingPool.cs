using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;
using Akka.Util;

namespace ActorInference.Akka;

/// <summary>
/// The pool of lanes where nothing else is deployed: a batch goes to the lane that has asked for one, and to no other. So no batch waits behind a run while another lane is free, as it may
/// behind a router that chooses blindly. In HOCON: <c>router = work-pulling-pool</c>.
/// </summary>
public sealed class WorkPullingPool : Pool
{
    /// <summary>The pool that a deployment describes: <c>nr-of-instances</c>.</summary>
    public WorkPullingPool(Config config)
        : this(config.GetInt("nr-of-instances"), DefaultSupervisorStrategy, global::Akka.Dispatch.Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool of so many lanes.</summary>
    public WorkPullingPool(int nrOfInstances, SupervisorStrategy supervisorStrategy, string routerDispatcher)
        : base(nrOfInstances, null, supervisorStrategy, routerDispatcher, false)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new AskerLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <inheritdoc/>
    public override RouterConfig WithFallback(RouterConfig routerConfig) =>
        routerConfig is Pool { SupervisorStrategy: { } strategy } && SupervisorStrategy.Equals(DefaultSupervisorStrategy) ? new WorkPullingPool(NrOfInstances, strategy, RouterDispatcher) : this;

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(NrOfInstances, RouterDispatcher);

    private sealed record Surrogate(int NrOfInstances, string RouterDispatcher) : ISurrogate
    {
        public ISurrogated FromSurrogate(ActorSystem system) => new WorkPullingPool(NrOfInstances, DefaultSupervisorStrategy, RouterDispatcher);
    }

    private sealed class AskerLogic : RoutingLogic
    {
        // One that has gone meanwhile gets nothing: whoever sent the batch is told so, and takes it back.
        public override Routee Select(object message, Routee[] routees)
        {
            var asker = (message as Predicting.LaneBatch)?.Lane.Actor;
            foreach (var routee in routees)
            {
                if (asker is null || (routee is ActorRefRoutee { Actor: var actor } && actor.Equals(asker))) return routee;
            }

            return Routee.NoRoutee;
        }
    }
}
