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
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Kills it as the system does that is out of memory, once it has written a frame.</summary>
    public static async Task KillAfter(Process process, int frame)
    {
        while (await process.StandardError.ReadLineAsync() is { } line && line != $"{frame}")
        {
        }

        process.Kill();
        await process.WaitForExitAsync();
    }
}
