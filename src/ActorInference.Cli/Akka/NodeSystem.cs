using ActorInference.Cli.Terminal;
using Akka.Actor;
using Akka.Cluster;

namespace ActorInference.Cli.Akka;

/// <summary>The actor system of a node, from its begin until it has left the cluster.</summary>
internal sealed class NodeSystem : IDisposable
{
    private readonly Report _report;
    private readonly NodeSettings _settings;
    private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Starts it; it joins nothing yet. Throws <see cref="InferenceException"/> where it cannot listen, or the configuration is wrong.</summary>
    public NodeSystem(Report report, NodeSettings settings)
    {
        _report = report;
        _settings = settings;
        (System, Address) = CommandSystem.Start(report, settings.Config, system => (system, Cluster.Get(system).SelfAddress), settings.Listen.Explain);
        _registration = report.Interruption.Token.UnsafeRegister(_ => _interrupted.TrySetResult(), null);
    }

    public ActorSystem System { get; }

    public Address Address { get; }

    public int ExitCode { get; private set; } = Terminal.ExitCode.Done;

    /// <summary>Joins the cluster, when the node can work, and stays until it is told to end, then until it has left; or until the others take it out.</summary>
    public async Task StayAsync()
    {
        var who = $"node {Address} with the {NodeRoles.InWords(_settings.Roles)}";
        _report.Say($"{who} is joining its cluster");
        System.ActorOf(Props.Create(() => new MembershipActor(_report, who, _settings.Seeds)), "actorinfer-membership");
        Cluster.Get(System).JoinSeedNodes(_settings.Seeds);
        await Task.WhenAny(_interrupted.Task, System.WhenTerminated);
        if (System.WhenTerminated.IsCompleted)
        {
            _report.Error("the node was taken out of its cluster: the others could not reach it, or could not be reached; start it again");
            ExitCode = Terminal.ExitCode.SomeFailed;
            return;
        }

        _report.Say("leaving: what the node has is finished");
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        _report.Say($"{who} has left");
    }

    public void Dispose()
    {
        _registration.Dispose();
        CommandSystem.Wait(System.Terminate());
    }
}
