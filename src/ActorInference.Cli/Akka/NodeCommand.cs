using System.CommandLine;
using System.Text.Json.Nodes;
using ActorInference.Akka;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;

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
        var settings = NodeSettings.Read(AkkaConfiguration.Of(configuration).Value, parsed.GetValue(_predictor.Model), parsed.GetValue(_name));
        using var node = new NodeSystem(report, settings);
        report.Json["node"] = $"{node.Address}";
        report.Json["roles"] = new JsonArray([.. settings.Roles.Select(role => (JsonNode)role)]);
        if (settings.Model is { } model) await InferAsync(report, node, configuration, model, settings.Name);
        else
        {
            if (NodeRoles.Note(settings.Roles) is { } note) report.Say(note);
            await node.StayAsync();
        }

        return node.ExitCode;
    }

    private static async Task InferAsync(Report report, NodeSystem node, ActorInferenceConfiguration configuration, string model, string name)
    {
        var options = CommandPredictor.Options(configuration, ThreadGoal.Throughput) with { Admission = configuration.Options.Predictor.Admission, Supervision = configuration.Options.Predictor.Supervision };
        var predictor = (await CommandSystem.OpenAsync(node.System, report, model, options, name, report.Interruption.Token)).Value;
        await using (predictor)
        {
            var snapshot = (await predictor.SnapshotAsync()).Value;
            report.Say($"{model} as {name} on {CommandPredictor.Devices(snapshot)}: {CommandPredictor.Plan(snapshot)}");
            if (DeployedLanes.Note(options, snapshot) is { } note) report.Say(note);
            report.Json["model"] = model;
            report.Json["name"] = name;
            CommandPredictor.Describe(report.Json, snapshot);
            ClusterNode.Start(node.System, name, predictor);
            await node.StayAsync();
            snapshot = (await predictor.SnapshotAsync()).Value;
            report.Json["succeeded"] = snapshot.Succeeded;
            report.Json["failed"] = snapshot.Failed.Values.Sum();
        }
    }
}
