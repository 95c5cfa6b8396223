using System.Globalization;

namespace ActorInference.Akka.Tests;

/// <summary>An inference node as another process, which a test may kill. See <see cref="NodeProgram"/>.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly TestProcess _process;

    private NodeProcess(TestProcess process) => _process = process;

    /// <summary>Starts a node that joins the cluster of <paramref name="seed"/>, and waits until it has.</summary>
    public static async Task<NodeProcess> Start(string seed, double delay, string host, int publicPort, int port, string[] settings)
    {
        var process = TestProcess.Start(nameof(NodeProgram), [host, $"{publicPort}", $"{port}", seed, delay.ToString(CultureInfo.InvariantCulture), .. settings]);
        Assert.Equal(NodeProgram.Ready, await process.Line().WaitAsync(Until.Limit));
        return new(process);
    }

    /// <summary>kill -9.</summary>
    public Task Kill() => _process.Kill();

    public void Signal(string name) => _process.Signal(name);

    /// <summary>Tells it to leave, and gives how many pictures it was asked for once it has.</summary>
    public async Task<int> Leave()
    {
        await _process.Tell(NodeProgram.Leave);
        return await Ended();
    }

    /// <summary>Waits for its end in good order.</summary>
    public async Task<int> Ended()
    {
        var asked = int.Parse(await _process.Line().WaitAsync(Until.Limit), CultureInfo.InvariantCulture);
        await _process.Ended();
        return asked;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
