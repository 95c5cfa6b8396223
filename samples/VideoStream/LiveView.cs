namespace VideoStream;

/// <summary>
/// The newest frame, for any number of viewers. Nothing waits in line: a viewer asks for the next frame when he is done with the last one, and gets the newest. So one who is slow sees fewer
/// frames, and neither holds up the model nor the others. Thread-safe.
/// </summary>
internal sealed class LiveView
{
    private readonly Lock _lock = new();
    private ViewedFrame? _newest;
    private TaskCompletionSource<ViewedFrame> _next = NewTurn();

    /// <summary>Shows a frame to everyone who waits for one.</summary>
    public void Show(ViewedFrame frame)
    {
        TaskCompletionSource<ViewedFrame> turn;
        lock (_lock)
        {
            _newest = frame;
            (turn, _next) = (_next, NewTurn());
        }

        turn.SetResult(frame);
    }

    /// <summary>The newest frame if it is another than <paramref name="last"/>, else the next that comes.</summary>
    public Task<ViewedFrame> NextAsync(ViewedFrame? last, CancellationToken cancel)
    {
        lock (_lock) return _newest is not null && _newest != last ? Task.FromResult(_newest) : _next.Task.WaitAsync(cancel);
    }

    // Viewers go on on threads of their own: the model's consumer is not to write to their sockets.
    private static TaskCompletionSource<ViewedFrame> NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
