using System.Net;
using System.Net.Sockets;

namespace ActorInference.TestKit;

/// <summary>A port that nobody listens on: for who must know it before the one that will.</summary>
public static class FreePort
{
    public static int Of(string host)
    {
        using var listener = new TcpListener(IPAddress.Parse(host), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
