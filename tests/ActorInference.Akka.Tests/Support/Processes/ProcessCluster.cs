using System.Globalization;

namespace ActorInference.Akka.Tests;

/// <summary>A cluster of processes: a frontend, which runs pictures, and the nodes that have joined it. In the end every request has had one reply, no tensor is rented, and no node is left.</summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    /// <summary>How many pictures a test runs: enough that what happens to nodes happens while others are under way, and one of them would be missed.</summary>
    public const int Pictures = 1000;

    /// <summary>A setting for tests in which nobody is lost: a process that gets no core for a while is not to be taken for lost, for what it has would run twice.</summary>
    public const string Patient = "akka.cluster.failure-detector.acceptable-heartbeat-pause=20s";

    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(3);

    private readonly FrontendProcess _frontend;
    private readonly string _address;
    private readonly string[] _settings;
    private readonly List<NodeProcess> _nodes = [];
    private bool _hasFailed; // or is under way

    private ProcessCluster(FrontendProcess frontend, string address, Proxy? proxy, string[] settings)
    {
        _frontend = frontend;
        _address = address;
        _settings = settings;
        Proxy = proxy;
    }

    /// <summary>What stands before the frontend's port; null for nothing.</summary>
    public Proxy? Proxy { get; }

    /// <summary>Starts a frontend.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="isBehindProxy">Whether others reach it through a proxy.</param>
    /// <param name="settings">Of it and its nodes, such as <c>akka.loglevel=INFO</c>.</param>
    public static async Task<ProcessCluster> Start(FrontendProcess process, bool isBehindProxy = false, params string[] settings)
    {
        var port = isBehindProxy ? FreePort.Of("127.0.0.1") : 0;
        var proxy = isBehindProxy ? new Proxy("127.0.0.1", port) : null;
        var address = await process.Ask($"{FrontendProgram.Begin} {proxy?.Port ?? 0} {port} {string.Join(' ', settings)}".TrimEnd(), Until.Limit);
        return new(process, address, proxy, settings);
    }

    /// <summary>Starts a node that joins it, and waits until it has. See <see cref="NodeProgram"/>.</summary>
    public async Task<NodeProcess> Join(double delay = 1, string host = "127.0.0.1", int publicPort = 0, int port = 0)
    {
        var node = await NodeProcess.Start(_address, delay, host, publicPort, port, _settings);
        lock (_nodes) _nodes.Add(node);
        return node;
    }

    /// <summary>Starts so many, and waits until requests may go to them.</summary>
    public async Task<NodeProcess[]> JoinAll(int count, double delay)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Join(delay)));
        await Knows(count);
        return nodes;
    }

    /// <summary>Runs pictures through the cluster, and asserts that each has one result, its own: how many there were.</summary>
    /// <param name="from">The first one's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Their width, in pixels.</param>
    /// <param name="goesOn">Whether more follow until it is <see cref="Enough"/>.</param>
    public async Task<int> Run(int from, int count, int width, bool goesOn = false)
    {
        _hasFailed = true;
        var said = await _frontend.Ask($"{FrontendProgram.Run} {from} {count} {width} {goesOn}", RunLimit);
        Assert.True(int.TryParse(said, CultureInfo.InvariantCulture, out var ran), said);
        Assert.True(goesOn ? ran >= count : ran == count, $"{ran} of {count} pictures ran");
        _hasFailed = false;
        return ran;
    }

    /// <summary>Runs pictures through streams, and asserts that each has one result, its own, in order.</summary>
    public async Task Stream(int count, int width)
    {
        _hasFailed = true;
        Assert.Equal($"{count}", await _frontend.Ask($"{FrontendProgram.Stream} {count} {width}", RunLimit));
        _hasFailed = false;
    }

    public Task Enough() => _frontend.Tell(FrontendProgram.Enough);

    public Task<FrontendSight> Look() => _frontend.Look();

    /// <summary>Waits until requests may go to exactly so many nodes.</summary>
    public Task Knows(int nodes) => Until.True(async () => (await Look()).Eligible == nodes, $"{nodes} eligible nodes");

    /// <summary>Waits until so many pictures have had their result.</summary>
    public Task Has(int results) => Until.True(async () => (await Look()).Results >= results, $"{results} results");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        var left = await _frontend.Look(FrontendProgram.End);
        if (Proxy is not null) await Proxy.DisposeAsync();
        if (!_hasFailed) Assert.Equal((0, 0, 0), (left.Unanswered, left.Surplus, left.Rented));
    }
}
