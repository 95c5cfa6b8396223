using System.Net.Sockets;
using ActorInference.Cli.Akka;

namespace ActorInference.Cli.Tests.Nodes;

/// <summary>What <c>node</c> makes of ROLE, SEED, NODE_HOST and NODE_PORT, and of a model's file.</summary>
public sealed class NodeVariableTests
{
    [Theory]
    [InlineData("inference", "role inference")]
    [InlineData("inference,frontend", "roles inference, frontend")]
    [InlineData(" frontend , zone-a,frontend", "roles frontend, zone-a")]
    public void Role_holds_several_separated_by_commas(string variable, string words)
    {
        var roles = NodeRoles.Read([variable]).Value;
        Assert.Equal(words, NodeRoles.InWords(roles));
        Assert.Null(NodeRoles.Note(roles));
    }

    [Theory]
    [InlineData("infernce", "ROLE infernce (akka.cluster.roles): did you mean inference? The roles known here are inference and frontend.")]
    [InlineData("inference,Frontend", "ROLE Frontend (akka.cluster.roles): did you mean frontend? The roles known here are inference and frontend.")]
    [InlineData("", "ROLE (akka.cluster.roles) has an empty role in it; say inference or frontend, or both as inference,frontend.")]
    [InlineData("inference,", "ROLE (akka.cluster.roles) has an empty role in it; say inference or frontend, or both as inference,frontend.")]
    public void Role_that_is_probably_misspelt_is_refused(string variable, string message) => Assert.Equal(message, NodeRoles.Read([variable]).Failure!.Message);

    [Fact]
    public void Role_of_somebody_else_s_is_taken_and_noted()
    {
        var roles = NodeRoles.Read(["zone-a"]).Value;
        Assert.Equal("the role zone-a means nothing to ActorInference, which knows inference and frontend: this node is a member of its cluster, and no more", NodeRoles.Note(roles));
        Assert.Equal("role none", NodeRoles.InWords([]));
    }

    [Theory]
    [InlineData("akka.tcp://actorinference@127.0.0.1:4053", null)]
    [InlineData("akka.tcp://actorinference@frontend-0.actorinference.space.svc.cluster.local:4053", null)]
    [InlineData("akka.tcp://actorinference@[::1]:4053", null)]
    [InlineData("akka.tcp://actorinference@127.0.0.1:notaport", "SEED 127.0.0.1:notaport (akka.cluster.seed-nodes): is no address and port, such as 127.0.0.1:4053.")]
    [InlineData("akka.tcp://actorinference@127.0.0.1:99999", "SEED 127.0.0.1:99999 (akka.cluster.seed-nodes): is no address and port, such as 127.0.0.1:4053.")]
    [InlineData("akka.tcp://actorinference@127.0.0.1:0", "SEED 127.0.0.1:0 (akka.cluster.seed-nodes): is no address and port, such as 127.0.0.1:4053.")]
    [InlineData("akka.tcp://actorinference@127.0.0.1", "SEED 127.0.0.1 (akka.cluster.seed-nodes): is no address and port, such as 127.0.0.1:4053.")]
    [InlineData("akka.tcp://actorinference@", "SEED (akka.cluster.seed-nodes) is empty; say the address and port of the first node, such as 127.0.0.1:4053.")]
    [InlineData("akka.tcp://other@127.0.0.1:4053", "akka.cluster.seed-nodes: akka.tcp://other@127.0.0.1:4053 is of another actor system; the nodes' is called actorinference: akka.tcp://actorinference@127.0.0.1:4053.")]
    public void Seed_is_an_address_and_a_port(string seed, string? message) => Assert.Equal(message, SeedAddress.WhyNot([seed], "actorinference"));

    [Fact]
    public void Node_without_seeds_has_nobody_to_join() =>
        Assert.Equal("akka.cluster.seed-nodes is empty: there is nobody whose cluster the node could join; name the first node, which may be this one.", SeedAddress.WhyNot([], "actorinference"));

    [Theory]
    [InlineData("0", true)]
    [InlineData("65535", true)]
    [InlineData("65536", false)]
    [InlineData("-1", false)]
    [InlineData("abc", false)]
    [InlineData("", false)]
    public void Port_is_a_number_up_to_65535(string port, bool isGood) =>
        Assert.Equal(isGood ? null : $"NODE_PORT {port} (akka.remote.dot-netty.tcp.port): is no port; 0 to 65535, 0 for any that is free.", new ListenAddress("h", port).WhyNoPort);

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "address already in use.")]
    [InlineData(SocketError.AddressNotAvailable, "10.0.0.7 is no address of this machine.")]
    [InlineData(SocketError.HostNotFound, "there is no host 10.0.0.7.")]
    [InlineData(SocketError.AccessDenied, "permission denied.")]
    public void Reason_why_a_node_cannot_listen_is_found_below_what_wraps_it(SocketError error, string reason)
    {
        var problem = new InvalidOperationException("invoked", new AggregateException(new IOException("bind", new SocketException((int)error))));
        Assert.Equal($"NODE_HOST 10.0.0.7, NODE_PORT 80 (akka.remote.dot-netty.tcp): the node cannot listen there: {reason}", new ListenAddress("10.0.0.7", "80").Explain(problem));
        Assert.Null(new ListenAddress("h", "80").Explain(new InvalidOperationException("something else")));
    }

    [Theory]
    [InlineData("models/cartoon.onnx", "cartoon")]
    [InlineData("a model (2).v1.onnx", "a-model--2-.v1")]
    [InlineData(".onnx", "predictor")]
    public void Predictor_is_called_as_its_model_s_file(string file, string name) => Assert.Equal(name, PredictorName.Of(file));
}
