using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace ActorInference.Akka.Tests;

/// <summary>
/// A cluster of processes: a frontend, which runs pictures, and the nodes that have joined it. In the end every request has had one reply, no tensor is rented, and no process is left. See
/// <see cref="FrontendProgram"/>.
/// </summary>
internal sealed class FrontendProcess : IAsyncDisposable
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(3);

    private readonly TestProcess _process;
    private readonly string _address;
    private readonly string[] _settings;
    private readonly List<NodeProcess> _nodes = [];
    private readonly Channel<string> _runs = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _sights = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim _looking = new(1);
    private readonly Task _listening;
    private bool _hasFailed; // or is under way

    private FrontendProcess(TestProcess process, string address, Proxy? proxy, string[] settings)
    {
        _process = process;
        _address = address;
        _settings = settings;
        Proxy = proxy;
        _listening = Listen();
    }

    /// <summary>What stands before its port; null for nothing.</summary>
    public Proxy? Proxy { get; }

    /// <summary>Starts one.</summary>
    /// <param name="isBehindProxy">Whether others reach it through a proxy.</param>
    /// <param name="settings">Of it and its nodes, such as <c>akka.loglevel=INFO</c>.</param>
    public static async Task<FrontendProcess> Start(bool isBehindProxy = false, params string[] settings)
    {
        var port = isBehindProxy ? FreePort.Of("127.0.0.1") : 0;
        var proxy = isBehindProxy ? new Proxy("127.0.0.1", port) : null;
        var process = TestProcess.Start(nameof(FrontendProgram), [$"{proxy?.Port ?? 0}", $"{port}", .. settings]);
        var address = await process.Line().WaitAsync(Until.Limit);
        Assert.StartsWith("127.0.0.1:", address, StringComparison.Ordinal);
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
    /// <param name="side">Their side, in pixels.</param>
    /// <param name="goesOn">Whether more follow until it is <see cref="Enough"/>.</param>
    public async Task<int> Run(int from, int count, int side, bool goesOn = false)
    {
        _hasFailed = true;
        await _process.Tell($"{FrontendProgram.Run} {from} {count} {side} {goesOn}");
        var said = await _runs.Reader.ReadAsync().AsTask().WaitAsync(RunLimit);
        Assert.True(int.TryParse(said, CultureInfo.InvariantCulture, out var ran), said);
        Assert.True(goesOn ? ran >= count : ran == count, $"{ran} of {count} pictures ran");
        _hasFailed = false;
        return ran;
    }

    public Task Enough() => _process.Tell(FrontendProgram.Enough);

    /// <summary>Waits until requests may go to exactly so many nodes.</summary>
    public Task Knows(int nodes) => Until.True(async () => (await Look()).Eligible == nodes, $"{nodes} eligible nodes");

    /// <summary>Waits until so many pictures have had their result.</summary>
    public Task Has(int results) => Until.True(async () => (await Look()).Results >= results, $"{results} results");

    public async Task<FrontendSight> Look()
    {
        await _looking.WaitAsync();
        try
        {
            return await Look(FrontendProgram.Look);
        }
        finally
        {
            _looking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await using (_process)
        {
            var left = await Look(FrontendProgram.End);
            await _process.Ended();
            await _listening;
            _looking.Dispose();
            if (Proxy is not null) await Proxy.DisposeAsync();
            if (!_hasFailed) Assert.Equal((0, 0, 0), (left.Unanswered, left.Surplus, left.Rented));
        }
    }

    private async Task<FrontendSight> Look(string order)
    {
        await _process.Tell(order);
        return JsonSerializer.Deserialize<FrontendSight>(await _sights.Reader.ReadAsync().AsTask().WaitAsync(Until.Limit))!;
    }

    // A sight is an object; anything else is what became of a run.
    private async Task Listen()
    {
        while (await _process.Line() is { Length: > 0 } line) await (line.StartsWith('{') ? _sights : _runs).Writer.WriteAsync(line);
        _sights.Writer.Complete();
        _runs.Writer.Complete();
    }
}
