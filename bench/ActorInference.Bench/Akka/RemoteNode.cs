using System.Diagnostics;
using ActorInference.Akka;
using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Bench.Akka;

/// <summary>A predictor in a process of its own, reached over loopback. It ends when its standard input does.</summary>
internal sealed class RemoteNode : IDisposable
{
    private const string Name = "echo";
    private readonly Process _process;

    public RemoteNode(int port)
    {
        Port = port;
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(RemoteNode).Assembly.Location, "akka-node", $"{port}"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        if (_process.StandardOutput.ReadLine() != "ready") throw new InvalidOperationException("the node did not begin");
    }

    public int Port { get; }

    /// <summary>The actor that predicts there.</summary>
    public string Path => $"akka.tcp://bench@127.0.0.1:{Port}/user/actorinference-{Name}";

    public static ActorSystem NewSystem(int port) => ActorSystem.Create("bench", ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          actor.provider = remote
          remote.dot-netty.tcp { hostname = 127.0.0.1, port = {{port}}, maximum-frame-size = 256KiB, send-buffer-size = 1MiB, receive-buffer-size = 1MiB }
        }
        """).WithFallback(AkkaConfiguration.Reference));

    /// <summary>The child's side.</summary>
    public static int Be(int port)
    {
        var system = NewSystem(port);
        var predictor = AkkaPredictor.OpenAsync(system, new EchoSession.Factory(), ModelSource.Memory(default, Name), new() { WarmUp = new() { BatchSizes = [] } }, Name).Result.Value;
        Console.WriteLine("ready");
        Console.In.ReadToEnd();
        predictor.DisposeAsync().AsTask().Wait();
        system.Terminate().Wait();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
