using System.Net.Sockets;

namespace ActorInference.Cli.Akka;

/// <summary>What a socket said, at the bottom of what Akka.Remote wraps it in.</summary>
internal static class SocketFault
{
    /// <summary>The socket's own exception; null where the problem is another.</summary>
    public static SocketException? Of(Exception problem)
    {
        var cause = problem;
        while (cause is not (null or SocketException)) cause = cause.InnerException;
        return cause as SocketException;
    }

    /// <summary>Whether no address is known for a host: which error says so differs by platform and resolver.</summary>
    public static bool IsUnknownHost(SocketError error) => error is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain;
}
