using System.Diagnostics;
using System.Globalization;

namespace PictureCluster;

/// <summary>An inference node that a run has started: this program once more. It ends with the run, however that ends. Disposed, it is gone.</summary>
internal sealed class ChildNode : IAsyncDisposable
{
    // Longer than leaving takes where everybody answers; a node that does not leave within it is killed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeaving;
    private int? _ran; // set before Ended

    private ChildNode(Process process)
    {
        _process = process;
        Ended = ListenAsync();
    }

    /// <summary>Completes when it is a member, or has ended.</summary>
    public Task Joined => _joined.Task;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended { get; }

    /// <summary>Starts one that joins the cluster of <paramref name="seed"/>, on any port that is free.</summary>
    public static ChildNode Start(string seed)
    {
        // What was started is the program itself, or dotnet with its assembly.
        var program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(ChildNode).Assembly.Location] : [];
        return new(Process.Start(new ProcessStartInfo(program, [.. assembly, "node", "--port", "0", "--seed", seed, CommandLine.Child])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>Tells it to leave, and waits until it has.</summary>
    public async Task LeaveAsync()
    {
        _isLeaving = true;
        try
        {
            await _process.StandardInput.WriteLineAsync(Orders.Leave);
            await _process.StandardInput.FlushAsync();
            await Ended.WaitAsync(Patience);
        }
        catch (Exception problem) when (problem is IOException or TimeoutException)
        {
            // It is gone already, or will be: see DisposeAsync.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(); // does nothing where it has ended meanwhile
        await Ended;
        _process.Dispose();
    }

    /// <summary><c>node 4711 ran 13</c>.</summary>
    public override string ToString() => $"node {_process.Id} ran {_ran?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"}";

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Orders.Ran, StringComparison.Ordinal) && int.TryParse(line.AsSpan(Orders.Ran.Length), CultureInfo.InvariantCulture, out var ran)) _ran = ran;
            else Console.WriteLine($"node {_process.Id} {line}");
            if (line.StartsWith(Orders.Joined, StringComparison.Ordinal)) _joined.TrySetResult();
        }

        await _process.WaitForExitAsync();
        if (!_isLeaving) Console.WriteLine($"node {_process.Id} has ended, with exit code {_process.ExitCode}");
        _joined.TrySetResult();
    }
}
