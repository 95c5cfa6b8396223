namespace ActorInference.TestKit.Streams;

/// <summary>Work that ends when the test says so, item by item. Thread-safe.</summary>
public sealed class HeldWork
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource> _items = []; // by number, those in work and those let go before
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly List<int> _begun = [];
    private bool _holdsNothing;
    private int _now;

    /// <summary>Items whose work has begun, in that order.</summary>
    public IReadOnlyList<int> Begun
    {
        get
        {
            lock (_lock) return [.. _begun];
        }
    }

    /// <summary>Items in work.</summary>
    public int Now
    {
        get
        {
            lock (_lock) return _now;
        }
    }

    /// <summary>The most that were in work at once.</summary>
    public int Most { get; private set; }

    /// <summary>The work: waits until the item is released, or cancelled.</summary>
    public async ValueTask HoldAsync(int item, CancellationToken cancel = default)
    {
        var end = Enter(item);
        try
        {
            await end.WaitAsync(cancel);
        }
        finally
        {
            lock (_lock) _now--;
        }
    }

    /// <summary>The same on the thread that calls, whatever is cancelled.</summary>
    public void Hold(int item)
    {
        var end = Enter(item);
        try
        {
            end.GetAwaiter().GetResult();
        }
        finally
        {
            lock (_lock) _now--;
        }
    }

    /// <summary>Completes when the work on that many items has begun.</summary>
    public Task Begins(int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_begun.Count >= count) return Task.CompletedTask;
            _waiting.Add((count, reached));
        }

        return reached.Task.WaitAsync(Patience.Limit);
    }

    /// <summary>Lets the work on an item end, now or when it begins.</summary>
    public void Release(int item)
    {
        lock (_lock) End(item).TrySetResult();
    }

    /// <summary>Lets all work end, and all that begins later.</summary>
    public void ReleaseAll()
    {
        lock (_lock)
        {
            _holdsNothing = true;
            foreach (var end in _items.Values) end.TrySetResult();
        }
    }

    private Task Enter(int item)
    {
        lock (_lock)
        {
            _begun.Add(item);
            Most = Math.Max(Most, ++_now);
            foreach (var (_, reached) in _waiting.Where(waiting => waiting.Count <= _begun.Count)) reached.TrySetResult();
            var end = End(item);
            if (_holdsNothing) end.TrySetResult();
            return end.Task;
        }
    }

    private TaskCompletionSource End(int item)
    {
        if (!_items.TryGetValue(item, out var end)) _items[item] = end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return end;
    }
}
