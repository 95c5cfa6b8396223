using ActorInference.Configuration;

namespace ActorInference.Akka.Tests.Configuration;

/// <summary>The section <c>akka</c> of a configuration, and the files in config/ that have one.</summary>
public sealed class AkkaConfigurationTests
{
    [Fact]
    public void Section_goes_to_akka_as_it_is_with_the_reference_below_it()
    {
        var config = Of("akka { loglevel = DEBUG, actor.deployment { \"/a/b\" { router = round-robin-pool, nr-of-instances = 3 } }, x = \"a b: c, \\\"d\\\"\", list = [one, \"two three\"], on = on }");
        Assert.Equal("DEBUG", config.GetString("akka.loglevel"));
        Assert.Equal(3, config.GetConfig("akka.actor.deployment").Root.GetObject().Items["/a/b"].GetObject().Items["nr-of-instances"].GetInt());
        Assert.Equal("a b: c, \"d\"", config.GetString("akka.x"));
        Assert.Equal(["one", "two three"], config.GetStringList("akka.list"));
        Assert.True(config.GetBoolean("akka.on"));
        Assert.Contains("WireSerializer", config.GetString("akka.actor.serializers.actorinference"), StringComparison.Ordinal);
        Assert.Equal(64 << 10, config.GetByteSize("akka.actorinference.wire.chunk-size"));
    }

    [Fact]
    public void Configuration_without_the_section_gives_the_reference() => Assert.Equal(AkkaConfiguration.Reference.ToString(true), AkkaConfiguration.Of(Load("")).Value.ToString(true));

    [Fact]
    public void Substitutions_are_ours_environment_included()
    {
        var sources = new ConfigurationSources { File = "my.conf", ReadFile = _ => "akka { a = ${?PORT}, b = ${actorinference.video.read-ahead} }", Environment = new Dictionary<string, string> { ["PORT"] = "99" } };
        var config = AkkaConfiguration.Of(ActorInferenceConfiguration.Load(sources).Value).Value;
        Assert.Equal((99, 2), (config.GetInt("akka.a"), config.GetInt("akka.b")));
    }

    [Theory]
    [InlineData("wire.chunk-sise = 1MiB", "my.conf:1:23: akka.actorinference.wire.chunk-sise is no known key; did you mean akka.actorinference.wire.chunk-size?")]
    [InlineData("wire.chunk-size = 1", "my.conf:1:41: akka.actorinference.wire.chunk-size is \"1\"; write a size with its unit, such as 256MiB or 1GB, from 1KiB to 64MiB.")]
    [InlineData("node.window = 0", "my.conf:1:37: akka.actorinference.node.window is \"0\"; write a whole number of at least 1.")]
    [InlineData("frontend.answer-timeout = 0", "my.conf:1:49: akka.actorinference.frontend.answer-timeout is \"0\"; write a duration with its unit, such as 5ms, 2s or 1m, above 0.")]
    [InlineData("nodes.x = 1", "my.conf:1:23: akka.actorinference.nodes is no known key; did you mean akka.actorinference.node?")]
    public void What_is_wrong_in_our_own_part_is_told_by_place(string setting, string message) =>
        Assert.Equal(message, AkkaConfiguration.Of(Load($"akka.actorinference {{ {setting} }}")).Failure!.Message);

    [Fact]
    public void All_that_is_wrong_is_told_by_place()
    {
        var configuration = Load("akka { actorinferense.x = 1, actorinference { node.window = 0, wire.chunk-sise = 1MiB } }");
        Assert.Equal(
            [
                "my.conf:1:8: akka.actorinferense is nothing of Akka.NET's; did you mean akka.actorinference?",
                "my.conf:1:61: akka.actorinference.node.window is \"0\"; write a whole number of at least 1.",
                "my.conf:1:64: akka.actorinference.wire.chunk-sise is no known key; did you mean akka.actorinference.wire.chunk-size?",
            ],
            AkkaConfiguration.Errors(configuration).Select(error => $"{error}"));
        Assert.Equal("my.conf:1:8: akka.actorinferense is nothing of Akka.NET's; did you mean akka.actorinference? And 2 more.", AkkaConfiguration.Of(configuration).Failure!.Message);
        Assert.Empty(AkkaConfiguration.Errors(Load("akka.actor.x = 1")));
    }

    [Theory]
    [InlineData("wire.chunk-sise = 1MiB", "the actor system's configuration: akka.actorinference.wire.chunk-sise is no known key; did you mean akka.actorinference.wire.chunk-size?")]
    [InlineData("frontend.max-items = 0", "the actor system's configuration: akka.actorinference.frontend.max-items is \"0\"; write a whole number of at least 1.")]
    public void What_is_wrong_in_a_systems_own_configuration_is_told_by_key(string setting, string message)
    {
        using var system = global::Akka.Actor.ActorSystem.Create("wrong", $"akka {{ loglevel = OFF, stdout-loglevel = OFF, actorinference.{setting} }}");
        Assert.Equal(message, Assert.Throws<global::Akka.Configuration.ConfigurationException>(() => WireExtension.For(system)).Message);
    }

    [Fact]
    public void Defaults_in_the_reference_are_those_of_the_options()
    {
        using var system = global::Akka.Actor.ActorSystem.Create("defaults", AkkaConfiguration.Reference);
        Assert.Equal(new WireOptions(), WireExtension.For(system).Options);
    }

    [Theory]
    [InlineData("cluster.conf", 262_144)]
    [InlineData("cluster-gpu.conf", 1_048_576)]
    public void Deployments_of_this_repository_say_what_a_node_needs(string file, int frame)
    {
        var sources = new ConfigurationSources
        {
            File = Path.Combine(TestData.Repository, "config", file),
            Environment = new Dictionary<string, string> { ["ROLE"] = "frontend", ["NODE_HOST"] = "10.0.0.7", ["NODE_PORT"] = "1234", ["SEED"] = "10.0.0.5:4053" },
        };
        var config = AkkaConfiguration.Of(ActorInferenceConfiguration.Load(sources).Value).Value;
        Assert.Equal("cluster", config.GetString("akka.actor.provider"));
        Assert.Equal(("10.0.0.7", 1234), (config.GetString("akka.remote.dot-netty.tcp.hostname"), config.GetInt("akka.remote.dot-netty.tcp.port")));
        Assert.Equal(["frontend"], config.GetStringList("akka.cluster.roles"));
        Assert.Equal(["akka.tcp://actorinference@10.0.0.5:4053"], config.GetStringList("akka.cluster.seed-nodes"));
        Assert.Equal(frame, config.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size"));
        Assert.True(config.GetByteSize("akka.actorinference.wire.chunk-size") * 2 < frame);
        Assert.True(config.GetTimeSpan("akka.actorinference.node.remember-for") > config.GetTimeSpan("akka.actorinference.frontend.answer-timeout"));
    }

    private static global::Akka.Configuration.Config Of(string text) => AkkaConfiguration.Of(Load(text)).Value;

    private static ActorInferenceConfiguration Load(string text) =>
        ActorInferenceConfiguration.Load(new ConfigurationSources { File = "my.conf", ReadFile = _ => text, Environment = new Dictionary<string, string>() }).Value;
}
