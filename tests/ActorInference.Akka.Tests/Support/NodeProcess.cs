using System.Diagnostics;
using System.Globalization;
using Akka.Actor;

namespace ActorInference.Akka.Tests;

/// <summary>An inference node as another process, which a test may kill. See <see cref="NodeProgram"/>.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;

    private NodeProcess(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a node that joins the cluster of <paramref name="seed"/>, and waits until it has.</summary>
    public static async Task<NodeProcess> Start(Address seed, double delay, string host, int publicPort, int port, string[] settings)
    {
        string[] arguments = [host, $"{publicPort}", $"{port}", $"{seed.Host}:{seed.Port}", delay.ToString(CultureInfo.InvariantCulture), .. settings];
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(NodeProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var node = new NodeProcess(Process.Start(start)!);
        var line = await node._process.StandardOutput.ReadLineAsync().WaitAsync(Until.Limit);
        Assert.Equal(NodeProgram.Ready, line);
        return node;
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Until.Limit);
    }

    public void Signal(string name) => Signals.Send(name, _process);

    /// <summary>Tells it to leave, and gives how many items it was asked for once it has.</summary>
    public async Task<int> Leave()
    {
        await _process.StandardInput.WriteLineAsync(NodeProgram.Leave);
        return await Ended();
    }

    /// <summary>Waits for its end in good order.</summary>
    public async Task<int> Ended()
    {
        var said = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Until.Limit);
        await _process.WaitForExitAsync().WaitAsync(Until.Limit);
        Assert.Equal(0, _process.ExitCode);
        return int.Parse(said.Trim().Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Kill();
        _process.Dispose();
    }
}
