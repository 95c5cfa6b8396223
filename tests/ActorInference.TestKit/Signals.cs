using System.Diagnostics;
using Xunit;

namespace ActorInference.TestKit;

/// <summary>Signals to other processes, on Unix.</summary>
public static class Signals
{
    /// <summary>Sends a signal, by its name without SIG, to a process.</summary>
    public static void Send(string name, Process process) => Send(name, process.Id);

    /// <summary>The same to a process by its number.</summary>
    public static void Send(string name, int process)
    {
        using var kill = Process.Start("kill", ["-s", name, "--", $"{process}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
