using System.Runtime.InteropServices;

namespace ActorInference.Cli.Terminal;

/// <summary>
/// Ctrl-C, and the request of the system to end. While a command streams, the first drains the stream and the second aborts it; otherwise, between streams too, the first cancels the
/// command. At one more the process ends there and then.
/// </summary>
/// <param name="say">Tells the user that the first was heard while what is in flight is finished, which may take a while.</param>
internal sealed class Interruption(Action<string> say) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly Lock _lock = new();
    private PosixSignalRegistration[] _signals = [];
    private StreamHold? _stream;
    private bool _happened;
    private bool _isCancelled;

    /// <summary>Cancelled when the command is to end without delay.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Whether there was any.</summary>
    public bool Happened
    {
        get
        {
            lock (_lock) return _happened;
        }
    }

    /// <summary>Hears the system's signals from now on.</summary>
    public void Listen() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];

    /// <summary>The command streams until it disposes what this gives: the stream's switch, and its hold on Ctrl-C. One at a time.</summary>
    public StreamHold Streams()
    {
        var stream = new StreamHold(this);
        lock (_lock)
        {
            _stream = stream;
            if (!_happened) return stream;
        }

        stream.KillSwitch.Shutdown();
        return stream;
    }

    /// <summary>One was pressed. False when there is nothing left to be told: the process is to end.</summary>
    public bool Hear()
    {
        StreamHold? stream;
        bool drains;
        lock (_lock)
        {
            if (_isCancelled) return false;
            stream = _stream;
            drains = stream is not null && !_happened;
            _happened = true;
            _isCancelled = !drains;
        }

        if (drains)
        {
            stream!.KillSwitch.Shutdown();
            say("interrupted: what is in flight is finished; once more aborts it");
            return true;
        }

        stream?.KillSwitch.Abort("the run was interrupted.");
        _cancel.Cancel();
        return true;
    }

    public void Dispose()
    {
        // The token's source has no timer, and a signal may be on its way to it.
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Hear(PosixSignalContext context) => context.Cancel = Hear();

    private void Release(StreamHold stream)
    {
        lock (_lock)
        {
            if (_stream == stream) _stream = null;
        }
    }

    /// <summary>A stream, from its begin until its results are where they belong.</summary>
    internal sealed class StreamHold(Interruption interruption) : IDisposable
    {
        public KillSwitch KillSwitch { get; } = new();

        public void Dispose() => interruption.Release(this);
    }
}
