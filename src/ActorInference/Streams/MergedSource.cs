using System.Threading.Tasks.Sources;

namespace ActorInference.Streams;

/// <summary>See <see cref="Sources.Merge"/>.</summary>
internal sealed class MergedSource<T>(IAsyncEnumerable<T>[] sources) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Merging(sources, cancellationToken);

    private sealed class Merging : IAsyncEnumerator<T>, IValueTaskSource<bool>
    {
        private readonly Lock _lock = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationTokenRegistration _registration;
        private readonly CancellationToken _cancel;
        private readonly Feed[] _feeds;
        private readonly Task _all;
        private ManualResetValueTaskSourceCore<bool> _next = new() { RunContinuationsAsynchronously = true };

        // Guarded by the lock.
        private bool _waits;
        private int _open;
        private int _turn;
        private Exception? _problem;

        public Merging(IAsyncEnumerable<T>[] sources, CancellationToken cancel)
        {
            _cancel = cancel;
            _open = sources.Length;
            _feeds = [.. sources.Select(source => new Feed(this, source))];
            _registration = cancel.UnsafeRegister(static state => ((Merging)state!).Cancel(), this);
            _all = Task.WhenAll(_feeds.Select(feed => Task.Run(feed.RunAsync, CancellationToken.None)));
        }

        public T Current { get; private set; } = default!; // there once an item was asked for

        public ValueTask<bool> MoveNextAsync()
        {
            lock (_lock)
            {
                _next.Reset();
                _waits = true;
                Serve();
                return new(this, _next.Version);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _registration.DisposeAsync().ConfigureAwait(false);
            Cancel();
            await _all.ConfigureAwait(false);
            foreach (var feed in _feeds) feed.Dispose();
            _stop.Dispose();
        }

        bool IValueTaskSource<bool>.GetResult(short token) => _next.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _next.GetStatus(token);

        void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _next.OnCompleted(continuation, state, token, flags);

        private void Cancel()
        {
            // Sources are told outside the lock: their callbacks are code of others.
            var problem = default(Exception);
            try
            {
                _stop.Cancel();
            }
            catch (AggregateException thrown)
            {
                problem = thrown;
            }

            lock (_lock)
            {
                _problem ??= problem;
                foreach (var feed in _feeds) feed.Release();
                Serve();
            }
        }

        // Under the lock.
        private void Serve()
        {
            if (!_waits) return;
            for (var i = 0; i < _feeds.Length; i++)
            {
                var feed = _feeds[(_turn + i) % _feeds.Length];
                if (!feed.TryTake(out var item)) continue;
                _turn = (_turn + i + 1) % _feeds.Length;
                Current = item;
                _waits = false;
                _next.SetResult(true);
                return;
            }

            if (_open > 0 && _problem is null && !_cancel.IsCancellationRequested) return;
            _waits = false;
            if (_problem is not null) _next.SetException(_problem);
            else if (_cancel.IsCancellationRequested) _next.SetException(new OperationCanceledException(_cancel));
            else _next.SetResult(false);
        }

        /// <summary>One of the sources, and the item of it that waits.</summary>
        private sealed class Feed(Merging merging, IAsyncEnumerable<T> source) : IDisposable
        {
            private T _item = default!; // there when it holds one
            private bool _holds;
            private TaskCompletionSource? _taken;

            // Under the lock.
            public bool TryTake(out T item)
            {
                item = _item;
                if (!_holds) return false;
                (_item, _holds) = (default!, false);
                Release();
                return true;
            }

            // Under the lock.
            public void Release()
            {
                _taken?.TrySetResult();
                _taken = null;
            }

            // Nobody will take what it still holds.
            public void Dispose()
            {
                if (_holds && _item is IDisposable disposable) disposable.Dispose();
            }

            public async Task RunAsync()
            {
                var problem = default(Exception);
                try
                {
                    await foreach (var item in source.WithCancellation(merging._stop.Token).ConfigureAwait(false))
                    {
                        await PutAsync(item).ConfigureAwait(false);
                        if (merging._stop.IsCancellationRequested) break;
                    }
                }
                catch (OperationCanceledException) when (merging._stop.IsCancellationRequested)
                {
                    // It was told to end.
                }
                catch (Exception thrown)
                {
                    problem = thrown;
                }

                lock (merging._lock)
                {
                    merging._open--;
                    merging._problem ??= problem;
                    merging.Serve();
                }

                if (problem is not null) merging.Cancel();
            }

            private async ValueTask PutAsync(T item)
            {
                Task taken;
                lock (merging._lock)
                {
                    (_item, _holds) = (item, true);
                    merging.Serve();
                    if (!_holds) return;
                    _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    taken = _taken.Task;
                    if (merging._stop.IsCancellationRequested) Release();
                }

                await taken.ConfigureAwait(false);
            }
        }
    }
}
