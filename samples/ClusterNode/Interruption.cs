using System.Runtime.InteropServices;
using ActorInference;

namespace PictureCluster;

/// <summary>Ctrl-C, and the request of the system to end: the first finishes what is in flight, the second cancels it, and at one more the process ends there and then.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _count;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];

    /// <summary>Whether there was any.</summary>
    public bool Happened => Volatile.Read(ref _count) > 0;

    /// <summary>Stops the stream.</summary>
    public KillSwitch KillSwitch { get; } = new();

    /// <summary>Cancelled when the stream is to end: whatever is waited for before it begins is waited for no longer.</summary>
    public CancellationToken Token => _ended.Token;

    /// <summary>Cancels the stream for another reason, a sentence.</summary>
    public void Abort(string reason)
    {
        KillSwitch.Abort(reason);
        _ended.Cancel();
    }

    public void Dispose()
    {
        // The token's source has no timer, and somebody may be about to cancel it.
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Hear(PosixSignalContext signal)
    {
        var count = Interlocked.Increment(ref _count);
        signal.Cancel = count <= 2;
        if (count == 1) KillSwitch.Shutdown();
        else KillSwitch.Abort("the run was interrupted.");
        _ended.Cancel();
    }
}
