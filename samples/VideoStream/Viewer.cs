namespace VideoStream;

/// <summary>
/// One page with two streams, the original and the result, that show the same frames: which one is next is decided when both streams have sent the last one. Thread-safe.
/// </summary>
internal sealed class Viewer(LiveView view)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<ViewedFrame> _turn = NewTurn();
    private bool _isOneReady;
    private ViewedFrame? _last; // of whoever ends a turn, one after the other

    /// <summary>The next frame for one of the two streams, once the other has asked for it too. When one of them leaves, the other waits for its own end: the page is gone.</summary>
    public Task<ViewedFrame> NextAsync(CancellationToken cancel)
    {
        TaskCompletionSource<ViewedFrame> turn;
        lock (_lock)
        {
            turn = _turn;
            _isOneReady = !_isOneReady;
            if (_isOneReady) return turn.Task.WaitAsync(cancel);
            _turn = NewTurn();
        }

        return EndTurnAsync(turn, cancel);
    }

    private async Task<ViewedFrame> EndTurnAsync(TaskCompletionSource<ViewedFrame> turn, CancellationToken cancel)
    {
        var frame = _last = await view.NextAsync(_last, cancel);
        turn.SetResult(frame);
        return frame;
    }

    private static TaskCompletionSource<ViewedFrame> NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
