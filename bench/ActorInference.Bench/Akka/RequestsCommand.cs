using System.Net;
using System.Net.Sockets;
using ActorInference.Akka;
using Akka.Actor;

namespace ActorInference.Bench.Akka;

/// <summary>
/// <c>akka-requests [ROUNDS]</c>: what a request costs whose model gives back what it is given, through the predictor of the library, through session actors in this process, and through those of another
/// process over loopback; with 1 kB, 100 kB and 4 MB there and back. One caller at a time, and eight.
/// </summary>
internal static class RequestsCommand
{
    private const int WarmUps = 3;
    private static readonly (string Name, int Bytes, int Requests)[] Payloads = [("1 kB", 1000, 300), ("100 kB", 100_000, 100), ("4 MB", 4_000_000, 10)];

    public static int Run(string[] arguments)
    {
        var rounds = arguments is [var said] ? int.Parse(said) : 15;
        using var node = new RemoteNode(FreePort());
        using var system = RemoteNode.NewSystem(0);
        using var embedded = Predictor.Open(new EchoSession.Factory(), ModelSource.Memory(default, "echo"), Options).Value;
        var local = AkkaPredictor.OpenAsync(system, new EchoSession.Factory(), ModelSource.Memory(default, "echo"), Options).Result.Value;
        var target = system.ActorSelection(node.Path).ResolveOne(TimeSpan.FromSeconds(30)).Result;
        var remote = AkkaPredictor.ConnectAsync(system, target).Result.Value;
        (string Name, IPredictor Predictor)[] variants = [("embedded", embedded), ("akka, this process", local), ("akka, another process over loopback", remote)];
        foreach (var callers in new[] { 1, 8 })
        {
            Console.WriteLine($"### {callers} caller{(callers == 1 ? "" : "s")}, microseconds a request ({rounds} rounds)\n\n| variant | {string.Join(" | ", Payloads.Select(payload => payload.Name))} |\n| --- | ---: | ---: | ---: |");
            var figures = Payloads.Select(payload =>
            {
                var run = new AlternatingRun { WarmUps = WarmUps };
                foreach (var (name, predictor) in variants) run.Variant(name, () => Measure(predictor, payload.Bytes, payload.Requests, callers));
                return run.Measure(rounds);
            }).ToArray();
            for (var i = 0; i < variants.Length; i++) Console.WriteLine($"| {variants[i].Name} | {string.Join(" | ", figures.Select(payload => $"{payload[i].Median:N0}"))} |");
            Console.WriteLine();
        }

        remote.DisposeAsync().AsTask().Wait();
        local.DisposeAsync().AsTask().Wait();
        system.Terminate().Wait();
        return 0;
    }

    private static PredictorOptions Options { get; } = new() { WarmUp = new() { BatchSizes = [] } };

    private static double Measure(IPredictor predictor, int bytes, int requests, int callers)
    {
        var each = Math.Max(1, requests / callers);
        var milliseconds = AlternatingRun.Milliseconds(() => Task.WaitAll([.. Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(predictor, bytes, each)))]));
        return milliseconds * 1000 / (each * callers);
    }

    private static async Task CallAsync(IPredictor predictor, int bytes, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            var outcome = await predictor.PredictAsync([new RunInput("x", Tensor.Allocate(ElementType.UInt8, [1, bytes]))]);
            outcome.Value.Dispose();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
