using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests.Nodes;

/// <summary><c>node</c>.</summary>
public sealed class NodeCommandTests : IDisposable
{
    private static readonly string Cluster = Path.Combine(TestData.Repository, "config", "cluster.conf");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [AkkaTheory]
    [InlineData("ROLE=inference", "", "no cluster is configured: akka.actor.provider is not cluster. --config config/cluster.conf is one to begin with.", false)]
    [InlineData("ROLE=inference", "", "a node with the role inference needs a model; name its file, or give the node another role.", true)]
    [InlineData("ROLE=frontend", "model.onnx", "a node with the role frontend runs no model; leave it out, or give the node the role inference.", true)]
    [InlineData("ROLE=infernce", "model.onnx", "ROLE infernce (akka.cluster.roles): did you mean inference? The roles known here are inference and frontend.", true)]
    [InlineData("ROLE=", "", "ROLE (akka.cluster.roles) has an empty role in it; say inference or frontend, or both as inference,frontend.", true)]
    [InlineData("ROLE=inference", "gone.onnx", "gone.onnx", true)]
    [InlineData("ROLE=inference", "model.onnx --name a/b", "'a/b' cannot name a model in a cluster; say --name with letters, digits, -, _ and dots.", true)]
    [InlineData("SEED=127.0.0.1:notaport", "gone.onnx", "SEED 127.0.0.1:notaport (akka.cluster.seed-nodes): is no address and port, such as 127.0.0.1:4053.", true)]
    [InlineData("NODE_PORT=abc", "gone.onnx", "NODE_PORT abc (akka.remote.dot-netty.tcp.port): is no port; 0 to 65535, 0 for any that is free.", true)]
    [InlineData("NODE_HOST=203.0.113.1", "gone.onnx", "NODE_HOST 203.0.113.1, NODE_PORT 0 (akka.remote.dot-netty.tcp): the node cannot listen there: 203.0.113.1 is no address of this machine.", true)]
    public async Task Node_that_cannot_begin_says_why(string variable, string arguments, string words, bool isConfigured)
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        string[] config = isConfigured ? ["--config", Cluster] : [];
        var variables = new Dictionary<string, string> { ["NODE_PORT"] = "0", [variable.Split('=')[0]] = variable.Split('=')[1] };
        var finished = await Actorinfer.RunWith(_folder.Path, variables, ["node", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. config]);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
        Assert.Single(finished.Errors.Trim().Split('\n'));
    }

    [AkkaFact]
    public async Task Port_that_another_process_listens_on_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = $"{((IPEndPoint)other.LocalEndpoint).Port}";
        var finished = await Actorinfer.RunWith(_folder.Path, new() { ["ROLE"] = "frontend", ["NODE_PORT"] = port }, "node", "--config", Cluster);
        Assert.Equal(
            (2, "", $"error: NODE_HOST 127.0.0.1, NODE_PORT {port} (akka.remote.dot-netty.tcp): the node cannot listen there: address already in use."),
            (finished.ExitCode, finished.Output, finished.Errors.Trim()));
    }

    [AkkaUnixFact]
    public async Task Node_is_up_once_it_has_joined_and_leaves_when_it_is_told_to_end()
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        var port = FreePorts(1)[0];
        using var node = RunningNode.Start(_folder.Path, Variables("inference,frontend", port, port), "model.onnx", "--name", "negative", "--config", Cluster, "--json");
        await node.Says(" is up: ");
        node.Leave();
        var (exitCode, output) = await node.Ended();
        Assert.True(exitCode == 0, string.Join('\n', node.Lines));
        Assert.StartsWith("model.onnx as negative on cpu: ", node.Lines[0], StringComparison.Ordinal);
        var who = $"node akka.tcp://actorinference@127.0.0.1:{port} with the roles inference, frontend";
        Assert.Equal([$"{who} is joining its cluster", $"{who} is up: it began a new cluster", "leaving: what the node has is finished", $"{who} has left"], node.Lines.Skip(1));

        var json = JsonNode.Parse(output)!;
        Assert.Equal(($"akka.tcp://actorinference@127.0.0.1:{port}", "model.onnx", "negative", "cpu"), ((string?)json["node"], (string?)json["model"], (string?)json["name"], (string?)json["device"]));
        Assert.Equal(["inference", "frontend"], json["roles"]!.AsArray().Select(role => (string?)role));
        Assert.Equal((0, 0, 0), ((int)json["succeeded"]!, (int)json["failed"]!, (int)json["exitCode"]!));
    }

    [AkkaUnixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_becomes_of_the_others_is_said_in_one_line_each_and_nothing_of_akka_s(bool isTheOtherKilled)
    {
        // Of two that lose sight of each other, the one with the lower address goes on: the first.
        var ports = FreePorts(2);
        var nodes = ports.Select(port => $"node akka.tcp://actorinference@127.0.0.1:{port} with the role frontend").ToArray();
        using var first = RunningNode.Start(_folder.Path, Variables("frontend", ports[0], ports[0]), "--config", Impatient());
        await first.Says(" is up: ");
        using var second = RunningNode.Start(_folder.Path, Variables("frontend", ports[1], ports[0]), "--config", Impatient());
        await second.Says(" is up: ");
        await first.Says(" has joined: ");
        Assert.Equal($"{nodes[1]} is up: it joined one of 2 members", second.Lines[^1]);
        Assert.Equal($"{nodes[1]} has joined: 2 members", first.Lines[^1]);
        if (isTheOtherKilled)
        {
            second.Kill();
            await first.Says(" was taken out of the cluster");
            first.Leave();
            Assert.Equal((0, ""), await first.Ended());
            Assert.Equal([$"{nodes[1]} cannot be reached", $"{nodes[1]} was taken out of the cluster: 1 member", "leaving: what the node has is finished", $"{nodes[0]} has left"], first.Lines.Skip(3));
        }
        else
        {
            first.Kill();
            Assert.Equal((1, ""), await second.Ended());
            Assert.Equal([$"{nodes[0]} cannot be reached", "error: the node was taken out of its cluster: the others could not reach it, or could not be reached; start it again"], second.Lines.Skip(2));
        }
    }

    [AkkaUnixFact]
    public async Task Seed_that_cannot_be_reached_is_told_and_asked_on()
    {
        var ports = FreePorts(2);
        using var node = RunningNode.Start(_folder.Path, Variables("frontend", ports[0], ports[1]), "--config", Cluster);
        await node.Says("SEED ");
        node.Leave();
        Assert.Equal((0, ""), await node.Ended());
        Assert.Equal($"SEED 127.0.0.1:{ports[1]} cannot be reached: Connection refused; trying on", node.Lines[1]);
        Assert.Equal(4, node.Lines.Count);
    }

    private static Dictionary<string, string> Variables(string role, int port, int seed) => new() { ["ROLE"] = role, ["NODE_PORT"] = $"{port}", ["SEED"] = $"127.0.0.1:{seed}" };

    // The lower ones first, which is how nodes of one host are ordered.
    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).Order()];
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }

    // The same cluster, that sooner makes up its mind about a node that it cannot reach.
    private string Impatient()
    {
        var file = _folder.File("impatient.conf");
        File.WriteAllText(file, $$"""
            include required("{{Cluster}}")
            akka.cluster.split-brain-resolver.stable-after = 1s
            """);
        return file;
    }
}
