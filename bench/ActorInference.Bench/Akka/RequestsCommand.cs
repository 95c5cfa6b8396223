using System.Net;
using System.Net.Sockets;
using ActorInference.Akka;
using Akka.Actor;

namespace ActorInference.Bench.Akka;

/// <summary>
/// <c>akka-requests [ROUNDS]</c>: what a request costs whose model gives back what it is given, through the predictor of the library, through session actors in this process, and through those of another
/// process over loopback; with 1 kB, 100 kB and 4 MB there and back. One caller at a time, and eight. Besides, what the same bytes cost as plain messages of Akka.NET's, and an item of a stream to the other process.
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
        var frames = system.ActorSelection(node.Frames).ResolveOne(TimeSpan.FromSeconds(30)).Result;
        node.JoinAsync(system).Wait();
        (string Name, Func<int, int, int, double> Measure)[] variants =
        [
            ("embedded", Predictions(embedded)),
            ("akka, this process", Predictions(local)),
            ("akka, another process over loopback", Predictions(remote)),
            ("akka, a stream to that process, all callers' items in it", (bytes, items, _) => AlternatingRun.Milliseconds(() => RemoteNode.StreamAsync(system, bytes, items).Wait()) * 1000 / items),
            ("the same bytes to that process as plain messages of Akka.NET's", (bytes, requests, callers) => Measure(() => Frames.CallAsync(system, frames, bytes), requests, callers)),
        ];
        foreach (var callers in new[] { 1, 8 })
        {
            Console.WriteLine($"### {callers} caller{(callers == 1 ? "" : "s")}, microseconds a request ({rounds} rounds)\n");
            Console.WriteLine($"| variant | {string.Join(" | ", Payloads.Select(payload => payload.Name))} |\n| --- | ---: | ---: | ---: |");
            var figures = Payloads.Select(payload =>
            {
                var run = new AlternatingRun { WarmUps = WarmUps };
                foreach (var (name, measure) in variants) run.Variant(name, () => measure(payload.Bytes, payload.Requests, callers));
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

    private static Func<int, int, int, double> Predictions(IPredictor predictor) => (bytes, requests, callers) => Measure(() => CallAsync(predictor, bytes), requests, callers);

    private static double Measure(Func<Task> call, int requests, int callers)
    {
        var each = Math.Max(1, requests / callers);
        var milliseconds = AlternatingRun.Milliseconds(() => Task.WaitAll([.. Enumerable.Range(0, callers).Select(_ => Task.Run(() => RepeatAsync(call, each)))]));
        return milliseconds * 1000 / (each * callers);
    }

    private static async Task RepeatAsync(Func<Task> call, int times)
    {
        for (var i = 0; i < times; i++) await call();
    }

    private static async Task CallAsync(IPredictor predictor, int bytes)
    {
        var outcome = await predictor.PredictAsync([new RunInput("x", Tensor.Allocate(ElementType.UInt8, [1, bytes]))]);
        outcome.Value.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
