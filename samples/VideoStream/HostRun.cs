using System.Net.Sockets;
using ActorInference;

namespace VideoStream;

/// <summary>Runs the host to its end.</summary>
internal static class HostRun
{
    /// <summary>Who logs, with its trace, what this class tells in one line: to be heard from <see cref="LogLevel.Critical"/> on, which is a service that failed later.</summary>
    public const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Has <paramref name="map"/> map the endpoints, and runs the host. The exit code; 1, and the reason on standard error, where the start fails: no model, no library, no folder, an address that is taken, is none, or is another machine's.</summary>
    public static async Task<int> RunAsync(WebApplication app, Action<WebApplication> map)
    {
        await using var running = app;
        try
        {
            map(app);
            await app.StartAsync();
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or InferenceException { Failure.Kind: ErrorKind.Cancelled })
        {
            return Environment.ExitCode; // told to stop before it had started
        }
        catch (Exception failed) when (IsOfAddress(failed))
        {
            // The server is the last to start: what started before it comes to its end before what it uses is disposed.
            await app.StopAsync();
            Console.Error.WriteLine(failed is IOException ? OneLine(failed) : $"--urls={app.Configuration["urls"]}: no server can listen there: {OneLine(failed)} Write addresses of this machine, such as http://127.0.0.1:8080.");
            return 1;
        }
        catch (Exception failed) when (failed is InferenceException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(OneLine(failed));
            return 1;
        }

        await app.WaitForShutdownAsync();
        return Environment.ExitCode;
    }

    // Kestrel names the address that it means where that is taken, and not where it is none.
    private static bool IsOfAddress(Exception failed) => failed is SocketException or FormatException or ArgumentOutOfRangeException || failed.Source == "Microsoft.AspNetCore.Server.Kestrel.Core";

    private static string OneLine(Exception failed) => $"{failed.Message.ReplaceLineEndings(" ").TrimEnd('.')}.";
}
