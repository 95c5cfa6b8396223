using System.Net.Sockets;
using ActorInference;

namespace HostService;

/// <summary>Runs the host to its end.</summary>
internal static class HostRun
{
    /// <summary>Who logs, with its trace, what this class tells in one line: to be heard from <see cref="LogLevel.Critical"/> on, which is a service that failed later.</summary>
    public const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>The exit code; 1, and the reason on standard error, where the start fails: no model, no folder, an address that is taken, is none, or is another machine's.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        var addresses = app.Configuration["urls"];
        try
        {
            await app.RunAsync();
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or InferenceException { Failure.Kind: ErrorKind.Cancelled })
        {
            // Told to stop before it had started.
        }
        catch (Exception failed) when (Reason(failed, addresses) is { } reason)
        {
            Console.Error.WriteLine(reason);
            return 1;
        }

        return Environment.ExitCode;
    }

    // One line; null for what is no failure of a start but a bug, which is told with its trace.
    private static string? Reason(Exception failed, string? addresses)
    {
        var line = $"{failed.Message.ReplaceLineEndings(" ").TrimEnd('.')}.";
        if (failed is InferenceException or IOException or UnauthorizedAccessException) return line;
        if (failed is not (SocketException or FormatException or ArgumentOutOfRangeException) && failed.Source != "Microsoft.AspNetCore.Server.Kestrel.Core") return null;

        // Kestrel does not say which address it means.
        return $"--urls={addresses}: no server can listen there: {line} Write addresses of this machine, such as http://127.0.0.1:8080.";
    }
}
