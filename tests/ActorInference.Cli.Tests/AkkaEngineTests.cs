using System.Diagnostics;

namespace ActorInference.Cli.Tests;

/// <summary><c>run --engine akka</c> and <c>node</c>.</summary>
public sealed class AkkaEngineTests : IDisposable
{
    private static readonly string Cluster = Path.Combine(TestData.Repository, "config", "cluster.conf");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [AkkaFact]
    public async Task Engines_write_the_same_pictures_and_tell_the_same()
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        for (var i = 0; i < 6; i++) SamplePictures.Write(_folder.File($"in/{i}.png"), 40 + i);
        File.WriteAllText(_folder.File("in/broken.png"), "broken");
        var embedded = await Run("embedded");
        var akka = await Run("akka");
        Assert.Equal((1, 1), (embedded.ExitCode, akka.ExitCode)); // the broken one
        foreach (var key in new[] { "items", "succeeded", "failed", "device", "lanes", "threads", "batches", "mode" }) Assert.Equal($"{embedded.Json[key]}", $"{akka.Json[key]}");
        Assert.Equal(embedded.Errors.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal)), akka.Errors.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal)));
        for (var i = 0; i < 6; i++) Assert.Equal(File.ReadAllBytes(_folder.File($"embedded/{i}.png")), File.ReadAllBytes(_folder.File($"akka/{i}.png")));
    }

    [AkkaFact]
    public async Task Run_joins_no_cluster_whatever_is_configured()
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--engine", "akka", "--config", Cluster);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.True(File.Exists(_folder.File("out/a.png")));
    }

    [Fact]
    public async Task Engine_that_there_is_not_is_refused()
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--engine", "orleans");
        Assert.Equal((2, "error: --engine must be embedded or akka, not 'orleans'."), (finished.ExitCode, finished.Errors.Trim()));
    }

    [AkkaTheory]
    [InlineData("inference", "", "no cluster is configured: akka.actor.provider is not cluster. --config config/cluster.conf is one to begin with.", false)]
    [InlineData("inference", "", "a node with the role inference needs a model; name its file, or give the node another role.", true)]
    [InlineData("frontend", "model.onnx", "a node with the role frontend runs no model; leave it out, or give the node the role inference.", true)]
    [InlineData("inference", "gone.onnx", "gone.onnx", true)]
    [InlineData("inference", "model.onnx --name a/b", "'a/b' cannot name a model in a cluster; say --name with letters, digits, -, _ and dots.", true)]
    public async Task Node_that_cannot_begin_says_why(string role, string arguments, string words, bool isConfigured)
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        string[] config = isConfigured ? ["--config", Cluster] : [];
        var finished = await Actorinfer.RunWith(_folder.Path, Variables(role, "0"), ["node", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. config]);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
        Assert.Single(finished.Errors.Trim().Split('\n'));
    }

    [AkkaUnixFact]
    public async Task Node_is_up_once_it_has_joined_and_leaves_when_it_is_told_to_end()
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        using var node = Actorinfer.StartWith(Variables("inference", "0"), _folder.Path, "node", "model.onnx", "--name", "negative", "--config", Alone());
        var lines = new List<string>();
        while (await node.StandardError.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.EndsWith("is up", StringComparison.Ordinal)) Signals.Send("TERM", node);
        }

        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, string.Join('\n', lines));
        Assert.StartsWith("model.onnx as negative on cpu: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["is joining its cluster", "is up", "finished", "has left"], lines.Skip(1).Select(line => Ends.Single(line.EndsWith)));
    }

    private static readonly string[] Ends = ["is joining its cluster", "is up", "finished", "has left"];

    private static Dictionary<string, string> Variables(string role, string port) => new() { ["ROLE"] = role, ["NODE_PORT"] = port };

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A cluster of one: the node is its own seed.
    private string Alone()
    {
        var port = FreePort();
        var file = _folder.File("alone.conf");
        File.WriteAllText(file, $$"""
            include required("{{Cluster}}")
            akka { remote.dot-netty.tcp.port = {{port}}, cluster.node-seed = "127.0.0.1:{{port}}" }
            """);
        return file;
    }

    private async Task<Finished> Run(string engine) => await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "in", "-o", engine, "--engine", engine, "--json");
}
