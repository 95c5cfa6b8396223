using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorInference.Akka.Tests;

/// <summary>
/// Stands before a node's port, and can cut one other node off from it: what that sends or would get is held back, as by a network that has lost the way, while connections stay. Who a connection is from it learns
/// from the first message, in which Akka.NET says the address.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _ways = [];
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly int _target;
    private readonly IPAddress _targetAddress;
    private readonly Lock _lock = new();
    private string? _cut; // guarded by the lock
    private TaskCompletionSource _healed = new(TaskCreationOptions.RunContinuationsAsynchronously); // guarded by the lock

    public Proxy(string targetHost, int targetPort)
    {
        _target = targetPort;
        _targetAddress = IPAddress.Parse(targetHost);
        _listener = new(_targetAddress, 0);
        _healed.SetResult();
        _listener.Start();
        _ways.Add(AcceptAll());
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing goes between the target and the node at this address.</summary>
    public void Cut(string host)
    {
        lock (_lock) (_cut, _healed) = (host, new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>It goes again, and what was held back comes.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _cut = null;
            _healed.TrySetResult();
        }
    }

    /// <summary>Closes all connections; new ones may be made.</summary>
    public void Break()
    {
        foreach (var client in _clients) client.Close();
        _clients.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Heal();
        await _end.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_ways);
        _end.Dispose();
    }

    private async Task AcceptAll()
    {
        try
        {
            while (true) _ways.Add(Forward(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Forward(TcpClient client)
    {
        using var one = client;
        using var other = new TcpClient();
        _clients.Add(client);
        try
        {
            await other.ConnectAsync(_targetAddress, _target, _end.Token);
            var from = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAny(Copy(one.GetStream(), other.GetStream(), from, isFirst: true), Copy(other.GetStream(), one.GetStream(), from, isFirst: false));
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or IOException)
        {
            // Closed by one of them.
        }
    }

    private async Task Copy(NetworkStream from, NetworkStream to, TaskCompletionSource<string> who, bool isFirst)
    {
        try
        {
            var buffer = new byte[64 << 10];
            for (int read; (read = await from.ReadAsync(buffer, _end.Token)) > 0;)
            {
                if (isFirst) who.TrySetResult(Encoding.Latin1.GetString(buffer, 0, read));
                var said = await who.Task.WaitAsync(_end.Token);
                while (true)
                {
                    Task healed;
                    lock (_lock) healed = _cut is not null && said.Contains(_cut, StringComparison.Ordinal) ? _healed.Task : Task.CompletedTask;
                    if (healed.IsCompleted) break;
                    await healed.WaitAsync(_end.Token);
                }

                await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Closed by one of them.
        }
    }
}
