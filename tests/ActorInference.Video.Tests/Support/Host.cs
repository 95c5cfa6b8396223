using System.Diagnostics;

namespace ActorInference.Video.Tests;

/// <summary>This assembly as another process, which a test may kill. See <see cref="HostProgram"/> for the commands.</summary>
internal static class Host
{
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Host).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Sends a signal, by its name without SIG, to a process, or with a minus before its number to its group.</summary>
    public static void Signal(string name, int id)
    {
        using var kill = Process.Start("kill", ["-s", name, "--", $"{id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
