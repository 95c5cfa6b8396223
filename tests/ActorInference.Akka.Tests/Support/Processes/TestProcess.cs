using System.Diagnostics;

namespace ActorInference.Akka.Tests;

/// <summary>This assembly as another process, which hears lines and says lines. Disposed, it is gone. See <see cref="TestProgram"/>.</summary>
internal sealed class TestProcess : IAsyncDisposable
{
    private readonly Process _process;

    private TestProcess(Process process) => _process = process;

    public static TestProcess Start(string program, params string[] arguments) => new(Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(TestProcess).Assembly.Location, program, .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    public Task Tell(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>The next line that it says; empty when it has ended.</summary>
    public async Task<string> Line() => await _process.StandardOutput.ReadLineAsync() ?? "";

    public void Signal(string name) => Signals.Send(name, _process);

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Until.Limit);
    }

    /// <summary>Waits for its end in good order.</summary>
    public async Task Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Until.Limit);
        Assert.Equal(0, _process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await Kill();
        _process.Dispose();
    }
}
