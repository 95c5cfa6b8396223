using System.Net.Sockets;
using System.Text;

namespace ActorInference.Samples.Tests;

/// <summary>What systemd listens on for the state of its services: sd_notify(3).</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public NotifySocket(string path)
    {
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
    }

    public string Path { get; }

    /// <summary>The next message.</summary>
    public async Task<string> ReceiveAsync()
    {
        var buffer = new byte[256];
        var length = await Until.Async(_socket.ReceiveAsync(buffer, SocketFlags.None));
        return Encoding.UTF8.GetString(buffer, 0, length).Trim();
    }

    public void Dispose() => _socket.Dispose();
}
