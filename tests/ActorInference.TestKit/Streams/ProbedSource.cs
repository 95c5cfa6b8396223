using System.Collections.Concurrent;
using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>A source that sees how it is treated: enumerated how often, asked by one at a time, disposed in the end.</summary>
public sealed class ProbedSource<T>(IAsyncEnumerable<T> items) : IAsyncEnumerable<T>, IProbedSource
{
    private readonly ConcurrentQueue<string> _violations = new();
    private int _enumerations;
    private int _open;
    private int _asked;
    private int _given;

    /// <summary>How often it was enumerated.</summary>
    public int Enumerations => Volatile.Read(ref _enumerations);

    /// <summary>How often an item was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Items given.</summary>
    public int Given => Volatile.Read(ref _given);

    /// <summary>Enumerators not disposed.</summary>
    public int OpenNow => Volatile.Read(ref _open);

    /// <summary>Called before each item is asked for.</summary>
    public Action? OnAsked { get; init; }

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var enumerator = items.GetAsyncEnumerator(cancellationToken);
        Interlocked.Increment(ref _enumerations);
        Interlocked.Increment(ref _open);
        return new Enumerator(this, enumerator);
    }

    /// <summary>Asserts that it is left as it must be.</summary>
    public void AssertAtRest()
    {
        Assert.Empty(_violations);
        Assert.Equal(0, OpenNow);
    }

    private sealed class Enumerator(ProbedSource<T> source, IAsyncEnumerator<T> inner) : IAsyncEnumerator<T>
    {
        private int _busy;
        private int _disposed;

        public T Current => inner.Current;

        public async ValueTask<bool> MoveNextAsync()
        {
            if (Interlocked.Exchange(ref _busy, 1) == 1) source._violations.Enqueue("an item was asked for while another was");
            if (_disposed > 0) source._violations.Enqueue("an item was asked for after the enumerator was disposed");
            Interlocked.Increment(ref source._asked);
            try
            {
                source.OnAsked?.Invoke();
                var isThere = await inner.MoveNextAsync();
                if (isThere) Interlocked.Increment(ref source._given);
                return isThere;
            }
            finally
            {
                Volatile.Write(ref _busy, 0);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (Volatile.Read(ref _busy) == 1) source._violations.Enqueue("the enumerator was disposed while an item was asked for");
            if (Interlocked.Increment(ref _disposed) > 1)
            {
                source._violations.Enqueue("the enumerator was disposed twice");
                return;
            }

            Interlocked.Decrement(ref source._open);
            await inner.DisposeAsync();
        }
    }
}
