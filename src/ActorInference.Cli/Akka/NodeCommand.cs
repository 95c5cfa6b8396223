using System.CommandLine;
using ActorInference.Akka;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary><c>node</c>: a node of a cluster, until it is told to end.</summary>
internal sealed class NodeCommand
{
    private readonly PredictorArguments _predictor = new();
    private readonly Option<string?> _name = new("--name") { Description = "What frontends call the model, the same on all nodes: letters, digits, -, _ and dots. Default: the file's name without its extension." };

    public static Command Create()
    {
        var arguments = new NodeCommand();
        var command = new Command("node", "Joins a cluster and runs predictions for its frontends, until Ctrl-C or the system's request to end: then it leaves in good order.");
        arguments._predictor.AddTo(command);
        arguments._predictor.Model.Description = "The ONNX file. A node that has not the role inference needs none.";
        arguments._predictor.Model.Arity = ArgumentArity.ZeroOrOne;
        command.Add(arguments._name);
        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => arguments.RunAsync(parsed, report)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Report report)
    {
        var configuration = _predictor.Load(parsed);
        var config = AkkaConfiguration.Of(configuration).Value;
        if (config.GetString("akka.actor.provider", "local") is not "cluster") throw Invalid($"no cluster is configured: akka.actor.provider is not cluster. {CommandConfiguration.OptionName} config/cluster.conf is one to begin with.");
        var roles = config.GetStringList("akka.cluster.roles", []);
        var model = parsed.GetValue(_predictor.Model);
        var infers = roles.Contains(ClusterNode.Role);
        if (infers && model is null) throw Invalid($"a node with the role {ClusterNode.Role} needs a model; name its file, or give the node another role.");
        if (!infers && model is not null) throw Invalid($"a node with the {Roles(roles)} runs no model; leave it out, or give the node the role {ClusterNode.Role}.");
        var name = parsed.GetValue(_name) ?? Path.GetFileNameWithoutExtension(model ?? "");
        if (infers && !ClusterNode.CanName(name)) throw Invalid($"'{name}' cannot name a model in a cluster; say --name with letters, digits, -, _ and dots.");

        using var over = new NodeSystem(report, config);
        var cluster = Cluster.Get(over.System);
        var who = $"node {cluster.SelfAddress} with the {Roles(roles)}";
        if (!infers)
        {
            await StayAsync(report, over, config, who);
            return over.ExitCode;
        }

        var options = CommandPredictor.Options(configuration, ThreadGoal.Throughput) with { Admission = configuration.Options.Predictor.Admission, Supervision = configuration.Options.Predictor.Supervision };
        var predictor = (await CommandSystem.OpenAsync(over.System, report, model!, options, report.Interruption.Token)).Value;
        await using (predictor)
        {
            var snapshot = (await predictor.SnapshotAsync()).Value;
            report.Say($"{model} as {name} on {CommandPredictor.Devices(snapshot)}: {CommandPredictor.Plan(snapshot)}");
            ClusterNode.Start(over.System, name, predictor);
            await StayAsync(report, over, config, who);
            return over.ExitCode;
        }
    }

    // Joined when it can work, and not before.
    private static async Task StayAsync(Report report, NodeSystem node, Config config, string who)
    {
        report.Say($"{who} is joining its cluster");
        var cluster = Cluster.Get(node.System);
        cluster.RegisterOnMemberUp(() => report.Say($"{who} is up"));
        cluster.JoinSeedNodes(config.GetStringList("akka.cluster.seed-nodes", []).Select(Address.Parse));
        await node.EndAsync();
        report.Say($"{who} has left");
    }

    private static string Roles(IEnumerable<string> roles) => roles.ToArray() is { Length: > 0 } all ? $"role{(all.Length == 1 ? "" : "s")} {string.Join(", ", all)}" : "role none";

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));

    /// <summary>The actor system of a node, from its begin until it has left the cluster.</summary>
    private sealed class NodeSystem : IDisposable
    {
        private readonly Report _report;
        private readonly TaskCompletionSource _interrupted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenRegistration _registration;

        public NodeSystem(Report report, Config config)
        {
            _report = report;
            try
            {
                System = CommandSystem.Start(report, ConfigurationFactory.ParseString("akka.cluster.seed-nodes = []").WithFallback(config));
            }
            catch (Exception problem) when (problem.GetBaseException() is var cause && cause is not InferenceException)
            {
                throw Invalid($"the node cannot begin: {problem.GetBaseException().Message.TrimEnd('.')}.");
            }

            _registration = report.Interruption.Token.UnsafeRegister(_ => _interrupted.TrySetResult(), null);
        }

        public ActorSystem System { get; }

        public int ExitCode { get; private set; } = Terminal.ExitCode.Done;

        /// <summary>Until it is told to end, or is taken out of the cluster by the others; then until it has left.</summary>
        public async Task EndAsync()
        {
            await Task.WhenAny(_interrupted.Task, System.WhenTerminated);
            if (System.WhenTerminated.IsCompleted)
            {
                _report.Error("the node was taken out of its cluster: the others could not reach it, or could not be reached; start it again");
                ExitCode = Terminal.ExitCode.SomeFailed;
                return;
            }

            _report.Say("leaving: what the node has is finished");
            await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        }

        public void Dispose()
        {
            _registration.Dispose();
            CommandSystem.Wait(System.Terminate());
        }
    }
}
