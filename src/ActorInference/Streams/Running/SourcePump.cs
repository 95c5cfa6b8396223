using System.Threading.Tasks.Sources;
using ActorInference.Telemetry;

namespace ActorInference.Streams.Running;

/// <summary>Takes items from the source, one at a time, whenever the first stage has room and the budget allows. An item goes to the first stage on whichever thread the source gave it on.</summary>
internal sealed class SourcePump<T>(RunState state, IAsyncEnumerable<T> source) : ISourcePump, IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _permission = new() { RunContinuationsAsynchronously = true };
    private bool _waits;

    /// <summary>The first stage, or where outcomes come out.</summary>
    public IInlet<T> Next { get; set; } = null!; // set before the run begins

    /// <summary>Whether the first stages drop what there is no room for: then it takes what comes, and the budget begins behind them.</summary>
    public bool EntersLater { get; set; }

    public bool HasEnded { get; private set; }

    private bool MayTake => Next.HasRoom && (EntersLater || state.Ledger.HasRoom);

    public void Settle()
    {
        if (!_waits || (!state.IsStopping && !MayTake)) return;
        _waits = false;
        _permission.SetResult(!state.IsStopping);
    }

    /// <summary>Takes items until there are no more or none is wanted. Does not throw.</summary>
    public async Task RunAsync()
    {
        var problem = default(Exception);
        try
        {
            await TakeAllAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (state.SourceCancelled.IsCancellationRequested)
        {
            // It was told to end.
        }
        catch (Exception thrown)
        {
            problem = thrown;
        }

        var after = default(After);
        lock (state.Gate)
        {
            state.Problem ??= problem;
            HasEnded = true;
            state.Settle(ref after);
        }

        state.CarryOut(after);
    }

    private async Task TakeAllAsync()
    {
        var items = source.GetAsyncEnumerator(state.SourceCancelled);
        await using (items.ConfigureAwait(false))
        {
            while (await PermissionAsync().ConfigureAwait(false) && await items.MoveNextAsync().ConfigureAwait(false)) Give(items.Current);
        }
    }

    private ValueTask<bool> PermissionAsync()
    {
        lock (state.Gate)
        {
            if (state.IsStopping) return new(false);
            if (MayTake) return new(true);
            _permission.Reset();
            _waits = true;
            return new(this, _permission.Version);
        }
    }

    private void Give(T item)
    {
        var after = default(After);
        var activity = state.Telemetry.BeginItem();
        lock (state.Gate)
        {
            state.Give(Outcome.Of(item), activity, Next, EntersLater);
            state.Settle(ref after);
        }

        state.CarryOut(after);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _permission.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _permission.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _permission.OnCompleted(continuation, state, token, flags);
}
