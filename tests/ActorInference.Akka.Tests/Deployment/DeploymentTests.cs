using System.Text.Json.Nodes;
using ActorInference.Configuration;
using Akka.Actor;
using Akka.Configuration;
using Config = Akka.Configuration.Config;

namespace ActorInference.Akka.Tests.Deployment;

/// <summary>What config/docker and config/kubernetes say agrees with each other, with config/cluster.conf, and with what is in the repository. That they run, only a machine with containers can tell.</summary>
public sealed class DeploymentTests
{
    private static readonly string[] Workloads = ["config/kubernetes/frontend.yaml", "config/kubernetes/inference.yaml"];

    private static readonly TimeSpan Phases = LongestLeaving();

    // The longest that a node may take to end by itself: every phase of leaving, then its predictor.
    private static readonly TimeSpan Leaving = Phases + new SupervisionOptions().ShutdownPatience;

    [YamlFact]
    public void Pods_have_more_time_to_leave_than_leaving_takes()
    {
        Assert.All(Workloads, file => Assert.True(TimeSpan.FromSeconds((int)Pod(file)["terminationGracePeriodSeconds"]!) > Leaving, $"{file}: leaving takes up to {Leaving}"));
    }

    [Fact]
    public void Document_says_how_long_leaving_takes() => Assert.Contains(
        $"together ({Phases.TotalSeconds} s) and the {new SupervisionOptions().ShutdownPatience.TotalSeconds} s in which a predictor closes",
        File.ReadAllText(Path.Combine(TestData.Repository, "docs", "cluster.md")),
        StringComparison.Ordinal);

    [YamlFact]
    public void Containers_have_more_time_to_leave_than_leaving_takes()
    {
        Assert.All(Services(), service => Assert.True(TimeSpan.FromSeconds(int.Parse(((string)service.Value!["stop_grace_period"]!).TrimEnd('s'))) > Leaving, $"{service.Key}: leaving takes up to {Leaving}"));
    }

    [YamlFact]
    public void Seeds_are_the_pods_of_the_frontends_by_their_names_in_the_service()
    {
        var set = Yaml.Read(Workloads[0]).Single();
        var service = Yaml.Read("config/kubernetes/service.yaml").Single();
        Assert.Equal("None", (string?)service["spec"]!["clusterIP"]);
        Assert.Equal((string?)service["metadata"]!["name"], (string?)set["spec"]!["serviceName"]);
        Assert.True(JsonNode.DeepEquals(service["spec"]!["selector"], set["spec"]!["template"]!["metadata"]!["labels"]));

        var host = Variables(Workloads[0])["NODE_HOST"];
        var names = Enumerable.Range(0, (int)set["spec"]!["replicas"]!).Select(i => host.Replace("$(POD)", $"{set["metadata"]!["name"]}-{i}", StringComparison.Ordinal).Replace("$(NAMESPACE)", "space", StringComparison.Ordinal));
        var seeds = Configuration("config/kubernetes/cluster.conf", ("NAMESPACE", "space"), ("NODE_HOST", "host")).GetStringList("akka.cluster.seed-nodes");
        Assert.Equal(names.Select(name => $"akka.tcp://actorinference@{name}:4053"), seeds);
    }

    [YamlFact]
    public void Every_node_is_told_its_role_and_where_it_is_reached()
    {
        foreach (var file in Workloads)
        {
            var variables = Variables(file);
            var container = Container(file);
            Assert.Contains(variables["ROLE"], new[] { ClusterNode.Role, ClusterFrontend.Role });
            Assert.Contains("NODE_HOST", variables.Keys);
            Assert.Contains("NAMESPACE", variables.Keys);
            Assert.Equal(Configuration("config/cluster.conf").GetInt("akka.remote.dot-netty.tcp.port"), (int)container["ports"]![0]!["containerPort"]!);
            AssertArguments(variables["ROLE"], container["args"]!);
            Assert.All(new[] { "startupProbe", "readinessProbe", "livenessProbe" }, probe => Assert.Equal((string?)container["ports"]![0]!["name"], (string?)container[probe]!["tcpSocket"]!["port"]));
            Assert.NotNull(container["resources"]!["requests"]);
        }
    }

    [YamlFact]
    public void Services_of_the_compose_file_are_reached_by_their_names_and_join_the_one_frontend()
    {
        var services = Services();
        var frontend = services.Single(service => (string?)service.Value!["environment"]!["ROLE"] == ClusterFrontend.Role).Key;
        Assert.Equal(2, services.Count(service => (string?)service.Value!["environment"]!["ROLE"] == ClusterNode.Role));
        Assert.All(services, service =>
        {
            var environment = service.Value!["environment"]!;
            Assert.Equal(service.Key, (string?)environment["NODE_HOST"]);
            Assert.Equal($"{frontend}:4053", (string?)environment["SEED"]);
            if (service.Value["command"] is { } command) AssertArguments((string)environment["ROLE"]!, command);
        });
    }

    [Fact]
    public void Dockerfile_copies_and_starts_what_there_is()
    {
        var lines = File.ReadAllLines(Path.Combine(TestData.Repository, "config", "docker", "Dockerfile"));
        var copied = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ToArray();
        Assert.Equal([".", "models", "config"], copied);
        Assert.All(copied, name => Assert.True(Directory.Exists(Path.Combine(TestData.Repository, name)), name));
        var project = Assert.Single(lines, line => line.StartsWith("RUN dotnet publish", StringComparison.Ordinal)).Split(' ')[3];
        Assert.Contains("<AssemblyName>actorinfer</AssemblyName>", File.ReadAllText(Path.Combine(TestData.Repository, project, $"{Path.GetFileName(project)}.csproj")), StringComparison.Ordinal);
        AssertArguments(ClusterNode.Role, JsonNode.Parse(Assert.Single(lines, line => line.StartsWith("CMD ", StringComparison.Ordinal))[4..])!);
        Assert.Contains($"EXPOSE {Configuration("config/cluster.conf").GetInt("akka.remote.dot-netty.tcp.port")}", lines);
    }

    // As 'actorinfer node' takes them: an inference node needs a model, and only that; files are where the image has them.
    private static void AssertArguments(string role, JsonNode arguments)
    {
        string[] words = [.. arguments.AsArray().Select(word => (string)word!)];
        Assert.Equal(role == ClusterNode.Role ? 3 : 2, words.Length);
        Assert.Equal("--config", words[^2]);
        Assert.All(words.Where(word => word.Contains('/')), file => Assert.True(File.Exists(Path.Combine(TestData.Repository, file)), file));
    }

    private static JsonNode Pod(string file) => Yaml.Read(file).Single()["spec"]!["template"]!["spec"]!;

    private static JsonNode Container(string file) => Pod(file)["containers"]!.AsArray().Single()!;

    // What has no value is looked up when the pod begins.
    private static Dictionary<string, string> Variables(string file) => Container(file)["env"]!.AsArray().ToDictionary(variable => (string)variable!["name"]!, variable => (string?)variable!["value"] ?? "");

    private static JsonObject Services() => Yaml.Read("config/docker/compose.yaml").Single()["services"]!.AsObject();

    private static Config Configuration(string file, params (string Name, string Value)[] variables) => AkkaConfiguration.Of(ActorInferenceConfiguration.Load(new ConfigurationSources
    {
        File = Path.Combine(TestData.Repository, file),
        Environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
    }).Value).Value;

    private static TimeSpan LongestLeaving()
    {
        const string Alone = "akka { actor.provider = local, loglevel = OFF, stdout-loglevel = OFF, coordinated-shutdown.run-by-clr-shutdown-hook = off }";
        using var system = ActorSystem.Create("phases", ConfigurationFactory.ParseString(Alone).WithFallback(Configuration("config/cluster.conf")));
        return CoordinatedShutdown.Get(system).TotalTimeout;
    }
}
