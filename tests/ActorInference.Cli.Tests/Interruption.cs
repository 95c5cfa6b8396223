using System.Diagnostics;

namespace ActorInference.Cli.Tests;

/// <summary>Ctrl-C for a process of the program.</summary>
internal static class Interruption
{
    /// <summary>Starts the program, waits until it computes, sends it SIGINT, and gives how it ended.</summary>
    public static async Task<Finished> Of(string folder, params string[] arguments)
    {
        using var process = Actorinfer.Start(folder, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();

        // The endless loop takes a core; what comes before it is done within a fraction of this.
        var computing = SpinWait.SpinUntil(() => process.HasExited || Processor(process) > TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(2));
        Assert.True(computing && !process.HasExited, "the program did not get as far as running the model");
        Signals.Send("INT", process);
        await process.WaitForExitAsync();
        return new Finished(process.ExitCode, await output, await errors);
    }

    private static TimeSpan Processor(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
