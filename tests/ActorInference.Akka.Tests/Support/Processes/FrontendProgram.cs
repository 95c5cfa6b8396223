using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests;

/// <summary>
/// Frontends, one after the other, each of which begins a cluster, and the pictures that go through it. It does as it is told, a line for each order, until there are no more:
/// <list type="bullet">
/// <item><see cref="Begin"/>, the port a frontend is reached by (0: the one it listens on), the port it listens on (0: any), and settings, such as <c>akka.loglevel=INFO</c>: it says the frontend's address;</item>
/// <item><see cref="Run"/>, the first number, how many, the width, and whether more are to follow until it is told <see cref="Enough"/>: when each picture has had its result it says how many there were, or else
/// what was wrong;</item>
/// <item><see cref="Stream"/>, how many, and the width: the same for pictures 0 and on, in order through streams;</item>
/// <item><see cref="Look"/>: it says a <see cref="FrontendSight"/>;</item>
/// <item><see cref="End"/>: it ends the frontend's actor system, and says what is left as a <see cref="FrontendSight"/>.</item>
/// </list>
/// </summary>
internal sealed class FrontendProgram
{
    public const string Begin = "begin";
    public const string Run = "run";
    public const string Stream = "stream";
    public const string Enough = "enough";
    public const string Look = "look";
    public const string End = "end";

    private readonly ActorSystem _system;
    private readonly IActorRef _frontend;
    private readonly Witness _witness;
    private readonly PictureStream _pictures;
    private readonly OrderedPictures _ordered;
    private volatile bool _isEnough;

    private FrontendProgram(ActorSystem system)
    {
        _system = system;
        _frontend = ClusterFrontend.Start(system, TestCluster.Model);
        _witness = new(system, _frontend);
        _pictures = new(system, _witness.Actor);
        _ordered = new(system);
    }

    public static async Task RunAsync()
    {
        FrontendProgram? program = null;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var order = line.Split(' ');
            if (order[0] == Begin) program = await BeginAsync(order[1], int.Parse(order[2], CultureInfo.InvariantCulture), order[3..]);
            else await program!.ObeyAsync(order);
        }
    }

    private static async Task<FrontendProgram> BeginAsync(string publicPort, int port, string[] settings)
    {
        var system = ActorSystem.Create(ClusterSystem.Name, ClusterSystem.Configuration(ClusterFrontend.Role, port,
        [
            ("akka.remote.dot-netty.tcp.public-port", publicPort),
            .. TestProgram.Settings(settings),
        ]));
        var cluster = AkkaCluster.Get(system);
        await cluster.JoinAsync(cluster.SelfAddress);
        Console.WriteLine($"{cluster.SelfAddress.Host}:{cluster.SelfAddress.Port}");
        return new(system);
    }

    private async Task ObeyAsync(string[] order)
    {
        switch (order)
        {
            case [Run, var from, var count, var width, var goesOn]:
                _ = RunAsync(() => _pictures.Run(Numbered(Number(from), Number(count), Number(width), bool.Parse(goesOn))));
                break;
            case [Stream, var count, var width]:
                _ = RunAsync(async () =>
                {
                    await _ordered.Run(Number(count), Number(width));
                    return _ordered.Results;
                });
                break;
            case [Enough]:
                _isEnough = true;
                break;
            case [Look]:
                Say(See(await _frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, Until.Limit)));
                break;
            case [End]:
                await _system.Terminate();
                SpinWait.SpinUntil(() => TensorPool.Shared.RentedCount == 0, Patience.Limit); // who wrote to the network gives back when it has
                Say(See(new(0, 0, [], 0)));
                break;
        }
    }

    private static async Task RunAsync(Func<Task<int>> run)
    {
        try
        {
            Console.WriteLine(await run());
        }
        catch (Exception problem)
        {
            Console.WriteLine(problem.Message.ReplaceLineEndings(" "));
        }
    }

    private IEnumerable<NumberedPicture> Numbered(int from, int count, int width, bool goesOn)
    {
        for (var i = 0; i < count || (goesOn && !_isEnough); i++) yield return new(from + i, width);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private FrontendSight See(FrontendSnapshot snapshot) =>
        new(snapshot.Nodes.Count, snapshot.Nodes.Count(node => node.IsEligible), snapshot.Resent, _pictures.Results + _ordered.Results, _ordered.Lost, _witness.Unanswered, _witness.Surplus, TensorPool.Shared.RentedCount);

    private static void Say(FrontendSight sight) => Console.WriteLine(JsonSerializer.Serialize(sight));
}
