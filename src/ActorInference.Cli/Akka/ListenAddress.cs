using System.Globalization;
using System.Net.Sockets;

namespace ActorInference.Cli.Akka;

/// <summary>Where a node listens: <c>akka.remote.dot-netty.tcp</c>, in config/cluster.conf the variables NODE_HOST and NODE_PORT.</summary>
internal sealed record ListenAddress(string Host, string Port)
{
    public const string Key = "akka.remote.dot-netty.tcp";

    /// <summary>What is wrong with the port, in one line; null when it is one.</summary>
    public string? WhyNoPort => int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535 ? null : $"NODE_PORT {Port} ({Key}.port): is no port; 0 to 65535, 0 for any that is free.";

    /// <summary>Why nobody can listen there, in one line; null where an exception is about something else.</summary>
    public string? Explain(Exception problem) =>
        SocketFault.Of(problem) is { } socket ? $"NODE_HOST {Host}, NODE_PORT {Port} ({Key}): the node cannot listen there: {Reason(socket)}." : null;

    private string Reason(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "address already in use",
        SocketError.AddressNotAvailable => $"{Host} is no address of this machine",
        var error when SocketFault.IsUnknownHost(error) => $"there is no host {Host}",
        SocketError.AccessDenied => "permission denied",
        _ => socket.Message.TrimEnd('.'),
    };
}
