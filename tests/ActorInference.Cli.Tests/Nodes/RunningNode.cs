using System.Diagnostics;

namespace ActorInference.Cli.Tests.Nodes;

/// <summary><c>actorinfer node</c> as a process, and what it says. Disposed, it is gone.</summary>
internal sealed class RunningNode : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60); // bounds a hang, measures nothing

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly Task<string> _output;

    private RunningNode(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>What it has said so far on standard error.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public static RunningNode Start(string folder, Dictionary<string, string> variables, params string[] arguments) => new(Actorinfer.StartWith(variables, folder, ["node", .. arguments]));

    /// <summary>Waits for a line that holds <paramref name="words"/>.</summary>
    public async Task Says(string words)
    {
        while (await _process.StandardError.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            _lines.Add(line);
            if (line.Contains(words, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"it ended without '{words}':\n{string.Join('\n', _lines)}");
    }

    /// <summary>Tells it to end.</summary>
    public void Leave() => Signals.Send("TERM", _process);

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end: its exit code, and what it wrote to standard output.</summary>
    public async Task<(int ExitCode, string Output)> Ended()
    {
        while (await _process.StandardError.ReadLineAsync().WaitAsync(Limit) is { } line) _lines.Add(line);
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return (_process.ExitCode, await _output.WaitAsync(Limit));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
