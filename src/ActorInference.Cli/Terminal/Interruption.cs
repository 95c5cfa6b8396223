using System.Runtime.InteropServices;

namespace ActorInference.Cli.Terminal;

/// <summary>
/// Ctrl-C, and the request of the system to end. A command that streams drains at the first and aborts at the second; any other is cancelled at the first. At one more the process ends
/// there and then.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly Lock _lock = new();
    private KillSwitch? _stream;
    private int _count;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Note), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note)];

    /// <summary>Cancelled when the command is to end without delay.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Whether there was any.</summary>
    public bool Happened
    {
        get
        {
            lock (_lock) return _count > 0;
        }
    }

    /// <summary>The command streams from now on, until it asks for another stream or ends; gives the stream's switch.</summary>
    public KillSwitch Streams()
    {
        var stream = new KillSwitch();
        lock (_lock)
        {
            _stream = stream;
            if (_count == 0) return stream;
        }

        stream.Shutdown();
        return stream;
    }

    public void Dispose()
    {
        // The token's source has no timer, and a signal may be on its way to it.
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Note(PosixSignalContext context)
    {
        KillSwitch? stream;
        int count;
        lock (_lock) (stream, count) = (_stream, ++_count);
        var last = stream is null ? 1 : 2;
        if (count > last) return;
        context.Cancel = true;
        if (count < last)
        {
            stream!.Shutdown();
            return;
        }

        stream?.Abort("the run was interrupted.");
        _cancel.Cancel();
    }
}
