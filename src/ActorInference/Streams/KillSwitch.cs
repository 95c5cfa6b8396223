using ActorInference.Predicting;

namespace ActorInference;

/// <summary>
/// Stops running pipelines: <see cref="Shutdown"/> takes nothing more from the source and finishes what is in flight, <see cref="Abort"/> cancels it. One switch may be given
/// to several runs; one that is flipped already stops a run as it begins. Thread-safe; may be used from inside a stage.
/// </summary>
public sealed class KillSwitch
{
    private readonly Lock _lock = new();
    private readonly List<Attachment> _attached = [];
    private TaskCompletionSource? _idle; // whoever waits for the last run to end; guarded by the lock

    /// <summary>Whether it was told to shut down or abort.</summary>
    public bool IsFlipped { get; private set; }

    /// <summary>Why it was aborted; null when it was not.</summary>
    public Failure? Aborted { get; private set; }

    /// <summary>Runs that it would stop, at this moment.</summary>
    public int Runs
    {
        get
        {
            lock (_lock) return _attached.Count;
        }
    }

    /// <summary>Drains: the source is told to end, and what is in flight is finished. Again, or after <see cref="Abort"/>: does nothing.</summary>
    public void Shutdown()
    {
        Attachment[] attached;
        lock (_lock)
        {
            if (IsFlipped) return;
            IsFlipped = true;
            attached = [.. _attached];
        }

        foreach (var run in attached) run.Shutdown();
    }

    /// <summary>Cancels: the source is told to end, and what is in flight ends as <see cref="ErrorKind.Cancelled"/>, each with an outcome. Again: does nothing.</summary>
    /// <param name="reason">What the outcomes say, as a sentence.</param>
    public void Abort(string reason = "the stream was aborted.")
    {
        Attachment[] attached;
        lock (_lock)
        {
            if (Aborted is not null) return;
            IsFlipped = true;
            Aborted = new(ErrorKind.Cancelled, reason);
            attached = [.. _attached];
        }

        foreach (var run in attached) run.Abort(Aborted);
    }

    /// <summary>Completes when no run is attached.</summary>
    internal Task Idle()
    {
        lock (_lock) return _attached.Count == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>For engines: calls back when the switch is flipped, at once if it was before; on the thread that flips it. Dispose what it gives when the run has ended.</summary>
    public IDisposable Attach(Action shutdown, Action<Failure> abort)
    {
        var attachment = new Attachment(this, shutdown, abort);
        Failure? aborted;
        lock (_lock)
        {
            _attached.Add(attachment);
            if (!IsFlipped) return attachment;
            aborted = Aborted;
        }

        if (aborted is null) shutdown();
        else abort(aborted);
        return attachment;
    }

    private sealed class Attachment(KillSwitch killSwitch, Action shutdown, Action<Failure> abort) : IDisposable
    {
        public Action Shutdown => shutdown;

        public Action<Failure> Abort => abort;

        public void Dispose()
        {
            TaskCompletionSource? idle;
            lock (killSwitch._lock)
            {
                killSwitch._attached.Remove(this);
                if (killSwitch._attached.Count > 0) return;
                (idle, killSwitch._idle) = (killSwitch._idle, null);
            }

            idle?.Tell();
        }
    }
}
