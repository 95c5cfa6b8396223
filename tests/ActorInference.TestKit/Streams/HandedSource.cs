using System.Threading.Channels;
using System.Threading.Tasks.Sources;
using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>
/// A source that gives an item when the test hands it one, on the thread of the test: whoever goes on with the item on the thread that gave it has done so when
/// <see cref="GiveAsync"/> is over. Enumerated once, by itself. Ends when it is cancelled.
/// </summary>
public sealed class HandedSource<T> : IAsyncEnumerable<T>, IAsyncEnumerator<T>, IProbedSource, IValueTaskSource<bool>
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancel;
    private ManualResetValueTaskSourceCore<bool> _next; // goes on where it is completed
    private int _enumerations;
    private bool _waits; // guarded by the lock
    private bool _isOpen;

    public T Current { get; private set; } = default!; // there once an item was given

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Assert.Equal(1, Interlocked.Increment(ref _enumerations));
        Volatile.Write(ref _isOpen, true);
        _cancel = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static state => ((HandedSource<T>)state!).Cancel(), this);
        return this;
    }

    /// <summary>Waits until an item is asked for, and gives it.</summary>
    public async Task GiveAsync(T item)
    {
        await _asked.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);
        lock (_lock)
        {
            if (!_waits) return; // cancelled meanwhile
            _waits = false;
            Current = item;
        }

        _next.SetResult(true);
    }

    public ValueTask<bool> MoveNextAsync()
    {
        lock (_lock)
        {
            _next.Reset();
            _waits = true;
            return new(this, _next.Version);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        Volatile.Write(ref _isOpen, false);
    }

    /// <summary>Asserts that it is left as it must be.</summary>
    public void AssertAtRest() => Assert.False(Volatile.Read(ref _isOpen));

    bool IValueTaskSource<bool>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _next.GetStatus(token);

    // It counts as asked only when it is known where to go on: given before that, the item would be taken on the thread that asked.
    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _next.OnCompleted(continuation, state, token, flags);
        _asked.Writer.TryWrite(true);
        if (_cancel.IsCancellationRequested) Cancel();
    }

    private void Cancel()
    {
        lock (_lock)
        {
            if (!_waits) return;
            _waits = false;
        }

        _next.SetException(new OperationCanceledException(_cancel));
    }
}
