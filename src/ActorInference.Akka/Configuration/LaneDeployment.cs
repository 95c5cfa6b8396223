using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Routing;

namespace ActorInference.Akka.Predicting;

/// <summary>What the configuration of an actor system says of the lanes of one pool: <c>akka.actor.deployment</c> for their path, the defaults for what that leaves open.</summary>
internal sealed class LaneDeployment
{
    private readonly Deployer _deployer;
    private readonly string _path;
    private readonly Config _config;

    private LaneDeployment(Deployer deployer, string path, Config config, int? instances, string dispatcher)
    {
        _deployer = deployer;
        _path = path;
        _config = config;
        Instances = instances;
        Dispatcher = dispatcher;
    }

    /// <summary>How many lanes are deployed; null when that is not said.</summary>
    public int? Instances { get; }

    /// <summary>What lanes run on.</summary>
    public string Dispatcher { get; }

    /// <summary>Reads it; a failure when that can be no pool of lanes.</summary>
    /// <param name="system">Whose configuration.</param>
    /// <param name="elements">The path of the router below <c>/user</c>.</param>
    public static Outcome<LaneDeployment> Find(ActorSystem system, params string[] elements)
    {
        var path = "/" + string.Join('/', elements);
        var deployer = ((ExtendedActorSystem)system).Provider.Deployer;
        var settings = system.Settings.Config;
        var config = Stated(settings, elements).Aggregate(settings.GetConfig("akka.actorinference.lanes"), (fallback, stated) => stated.WithFallback(fallback));
        var dispatcher = config.GetString("dispatcher", "");
        if (!system.Dispatchers.HasDispatcher(dispatcher)) return Invalid(path, $"its dispatcher '{dispatcher}' is not configured");
        int? instances = config.HasPath("nr-of-instances") ? config.GetInt("nr-of-instances") : null;
        if (instances < 1) return Invalid(path, $"nr-of-instances is {instances}; a pool needs 1 lane or more");
        try
        {
            return deployer.ParseConfig(path, config).RouterConfig switch
            {
                Pool { Resizer: not null } => Invalid(path, "it has a resizer; the number of lanes does not change"),
                Pool => new LaneDeployment(deployer, path, config, instances, dispatcher),
                var other => Invalid(path, $"its router is {other.GetType().Name}; lanes are made by a pool, such as work-pulling-pool"),
            };
        }
        catch (Exception problem) when (problem is ConfigurationException or TargetInvocationException)
        {
            return Invalid(path, (problem.InnerException ?? problem).Message.TrimEnd('.'));
        }
    }

    /// <summary>Starts the router over <paramref name="lanes"/> lanes made by <paramref name="lane"/>.</summary>
    public IActorRef Start(IActorContext pool, string name, Props lane, int lanes, SupervisorStrategy strategy)
    {
        var config = ConfigurationFactory.ParseString($"nr-of-instances = {lanes}").WithFallback(_config);
        var made = _deployer.ParseConfig(_path, config).RouterConfig.WithFallback(FromConfig.Instance.WithSupervisorStrategy(strategy));
        var router = pool.ActorOf(lane.WithRouter(made).WithDispatcher(Dispatcher), name);

        // What Akka itself finds for the path goes before what stands in props, the number included, which is 1 where none is written.
        var found = _deployer.Lookup(pool.Self.Path / name)?.RouterConfig as Pool;
        if (found is not null && found.NrOfInstances != lanes) router.Tell(new AdjustPoolSize(lanes - found.NrOfInstances), pool.Self);
        return router;
    }

    // What is written for this path, the more general first. Akka's own lookup has the defaults of Akka mixed in, where every pool has one instance, and overlooks a wildcard beside a path that begins as this one.
    private static IEnumerable<Config> Stated(Config settings, string[] elements) => settings.GetConfig("akka.actor.deployment").Root.GetObject().Items
        .Select(item => (Pattern: item.Key.Split('/')[1..], item.Value))
        .Where(item => Matches(item.Pattern, elements))
        .OrderByDescending(item => item.Pattern.Count(element => element is "*" or "**"))
        .Select(item => item.Value.ToConfig());

    private static bool Matches(string[] pattern, string[] elements)
    {
        if (pattern is [.. var parents, "**"]) return parents.Length < elements.Length && Matches(parents, elements[..parents.Length]);
        return pattern.Length == elements.Length && pattern.Zip(elements).All(pair => pair.First is "*" || pair.First == pair.Second);
    }

    private static Failure Invalid(string path, string why) => new(ErrorKind.InvalidInput, $"akka.actor.deployment.{path}: {why}.");
}
