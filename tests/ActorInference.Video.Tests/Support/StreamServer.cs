using System.Net;
using System.Net.Sockets;

namespace ActorInference.Video.Tests;

/// <summary>An HTTP server on the loopback that sends a file, or its beginning, to whoever connects, and hangs up.</summary>
internal sealed class StreamServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;
    private int _served;

    /// <summary>Sends <paramref name="answer"/> of the number of the connection, from 0, behind a header with a length if <paramref name="withLength"/>; no answer refuses it with 404.</summary>
    public StreamServer(Func<int, byte[]?> answer, bool withLength = false)
    {
        _listener.Start();
        _serving = ServeAsync(answer, withLength);
    }

    public int Served => Volatile.Read(ref _served);

    public VideoSource Source(string name) => VideoSource.Address($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{name}");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync(Func<int, byte[]?> answer, bool withLength)
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream(), answer(_served), withLength);
                Interlocked.Increment(ref _served);
            }
            catch (Exception ended) when (ended is ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (IOException)
            {
                // The client had enough.
                Interlocked.Increment(ref _served);
            }
        }
    }

    private static async Task AnswerAsync(NetworkStream stream, byte[]? body, bool withLength)
    {
        var request = new byte[4096];
        if (await stream.ReadAsync(request) == 0) return;
        var length = withLength && body is not null ? $"Content-Length: {body.Length}\r\n" : "";
        var status = body is null ? "404 Not Found" : "200 OK";
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{length}Connection: close\r\n\r\n"));
        if (body is not null) await stream.WriteAsync(body);
        stream.Socket.Shutdown(SocketShutdown.Send);
    }
}
