using System.Diagnostics;
using ActorInference.Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Bench.Akka;

/// <summary>A predictor in a process of its own, reached over loopback. It ends when its standard input does.</summary>
internal sealed class RemoteNode : IDisposable
{
    private const string Name = "echo";
    private readonly Process _process;

    public RemoteNode(int port)
    {
        Port = port;
        _process = Process.Start(OwnProgram.With("akka-node", $"{port}"))!;
        if (_process.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException("the node did not begin");
    }

    public int Port { get; }

    /// <summary>The actor that predicts there.</summary>
    public string Path => $"{Address}/user/actorinference-{Name}";

    /// <summary>The actor that gives frames back.</summary>
    public string Frames => $"{Address}/user/frames";

    private string Address => $"akka.tcp://bench@127.0.0.1:{Port}";

    public static ActorSystem NewSystem(int port) => ActorSystem.Create("bench", ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          actor.provider = cluster
          cluster.roles = [{{ClusterNode.Role}}]
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = {{port}}, maximum-frame-size = 256KiB, send-buffer-size = 1MiB, receive-buffer-size = 1MiB }
        }
        """).WithFallback(AkkaConfiguration.Reference));

    /// <summary>The child's side.</summary>
    public static int Be(int port)
    {
        var system = NewSystem(port);
        var predictor = AkkaPredictor.OpenAsync(system, new EchoSession.Factory(), ModelSource.Memory(default, Name), new() { WarmUp = new() { BatchSizes = [] } }, Name).Result.Value;
        system.ActorOf(Props.Create(() => new Frames.Echo()), "frames");
        ClusterPipeline.Start(system, Name, Pipeline.Of<Tensor>());
        var cluster = global::Akka.Cluster.Cluster.Get(system);
        cluster.JoinAsync(cluster.SelfAddress).Wait();
        Console.WriteLine("ready");
        Console.In.ReadToEnd();
        predictor.DisposeAsync().AsTask().Wait();
        system.Terminate().Wait();
        return 0;
    }

    /// <summary>Has a system join the node's cluster.</summary>
    public Task JoinAsync(ActorSystem system) => global::Akka.Cluster.Cluster.Get(system).JoinAsync(global::Akka.Actor.Address.Parse(Address));

    /// <summary>As many items of that size through a stream to the node and back.</summary>
    public static async Task StreamAsync(ActorSystem system, int bytes, int items)
    {
        var flow = ClusterPipeline.Flow<Tensor, Tensor>(system, Name);
        await Source.From(Enumerable.Range(0, items)).Select(_ => Tensor.Allocate(ElementType.UInt8, [1, bytes])).Via(flow).RunForeach(outcome => outcome.Value.Dispose(), system.Materializer());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
