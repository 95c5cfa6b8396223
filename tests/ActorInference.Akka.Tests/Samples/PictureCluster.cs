using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ActorInference.Akka.Tests.Samples;

/// <summary>samples/ClusterNode as a process of its own. Disposed, it is gone, and so is every node that it started.</summary>
internal sealed partial class PictureCluster : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Task _output;
    private readonly Task _errors;

    private PictureCluster(Process process)
    {
        _process = process;
        _output = ReadAsync(process.StandardOutput);
        _errors = ReadAsync(process.StandardError);
    }

    /// <summary>The built sample; samples and tests are built alike.</summary>
    public static string Folder { get; } = Path.Combine(TestData.Repository, "samples", "ClusterNode", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\'))!), "net10.0");

    /// <summary>All it has said so far.</summary>
    public string Said => string.Join('\n', _lines);

    /// <summary>The processes of its nodes, as it has told them: those that are members.</summary>
    public int[] Nodes => [.. Joined().Matches(Said).Select(line => int.Parse(line.Groups["id"].Value))];

    public static PictureCluster Start(params string[] arguments) => new(Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Folder, "ClusterNode.dll"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(), // it finds what it needs from wherever it is started
    })!);

    /// <summary>Runs one that ends by itself: its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Said)> Run(params string[] arguments)
    {
        await using var cluster = Start(arguments);
        return (await cluster.Ended(), cluster.Said);
    }

    /// <summary>Whether a process is there and no zombie.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Trim()[0] != 'Z';
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Waits until it has said something.</summary>
    public Task Says(string text) => Until.True(() => Said.Contains(text, StringComparison.Ordinal) || _process.HasExited, $"'{text}'; it said\n{Said}");

    /// <summary>Waits until so many nodes are members.</summary>
    public Task Has(int nodes) => Until.True(() => Nodes.Length == nodes, $"{nodes} nodes; it said\n{Said}");

    public void Signal(string name) => Signals.Send(name, _process);

    /// <summary>kill -9: the process alone.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Until.Limit);
    }

    /// <summary>Waits for its end, and that nobody holds its output any more: its exit code.</summary>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Until.Limit);
        await Task.WhenAll(_output, _errors).WaitAsync(Until.Limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().WaitAsync(Until.Limit);
        }

        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line) _lines.Enqueue(line);
    }

    [GeneratedRegex(@"^node (?<id>\d+) joined as ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Joined();
}
