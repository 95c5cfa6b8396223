using System.Diagnostics;

namespace ActorInference.Video.Tests;

/// <summary>This assembly as another process, which a test may kill.</summary>
internal static class WritingHost
{
    /// <summary>Starts it.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(WritingHost).Assembly.Location, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;

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
