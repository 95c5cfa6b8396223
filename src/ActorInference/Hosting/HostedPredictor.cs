using ActorInference.Batching;

namespace ActorInference.Hosting;

/// <summary>One predictor of a host, from before it is opened until it is closed. Thread-safe.</summary>
internal sealed class HostedPredictor(PredictorDescription description, PredictorSurroundings surroundings)
{
    private readonly Lock _lock = new();

    // Guarded by the lock.
    private Task<Outcome<Predictor>>? _opening; // the last try, under way or over; never faults
    private bool _isClosed;

    public bool IsRequired => description.IsRequired;

    private string Name => description.Name;

    private string Model => description.Model.Name;

    /// <summary>The predictor; opened on a thread of its own where it is not open, once for all who ask meanwhile. One that could not be opened is tried again.</summary>
    public Task<Outcome<Predictor>> OpenAsync()
    {
        if (surroundings.Sessions is null)
        {
            throw new InvalidOperationException(
                $"Nobody opens sessions, so that predictor '{Name}' cannot be opened: add ActorInference.OnnxRuntime and call UseOnnxRuntime() on what AddActorInference() gives, or add an ISessionFactory of your own.");
        }

        lock (_lock)
        {
            if (_isClosed || surroundings.GivingUp.IsCancellationRequested)
            {
                return _opening is { IsCompletedSuccessfully: true, Result.Succeeded: true }
                    ? _opening
                    : Task.FromResult<Outcome<Predictor>>(new Failure(ErrorKind.NotReady, $"predictor '{Name}' is not opened any more: the host stops."));
            }

            if (_opening is null or { IsCompleted: true, Result.Succeeded: false })
            {
                _opening = Task.Factory.StartNew(() => Open(surroundings.Sessions), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }

            return _opening;
        }
    }

    public HostedPredictorSnapshot Snapshot()
    {
        Task<Outcome<Predictor>>? opening;
        lock (_lock) opening = _opening;
        var last = opening is { IsCompleted: true } ? opening.Result : default(Outcome<Predictor>?);
        return new(Name, Model, IsRequired, last is { Succeeded: true } open ? open.Value.Snapshot() : null, last?.Failure);
    }

    /// <summary>Takes no more requests and finishes those it has; when cancelled, cancels them and is back at once: closing waits for the rest.</summary>
    public async Task DrainAsync(CancellationToken cancel)
    {
        try
        {
            var opening = Close();
            if (opening is null || !(await opening.WaitAsync(cancel).ConfigureAwait(false)).TryGet(out var predictor, out _)) return;
            await DrainAsync(predictor, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is still being opened, which nobody can hurry.
        }
    }

    /// <summary>Cancels what is in flight and closes the predictor, with its patience; what has not come to its end by then, a loading included, does so by itself.</summary>
    public async Task CloseAsync()
    {
        if (Close() is not { } opening) return;
        var closing = EndAsync(opening);
        try
        {
            if (opening.IsCompleted) await closing.ConfigureAwait(false); // has patience of its own
            else await closing.WaitAsync(description.Options.Supervision.ShutdownPatience, surroundings.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            surroundings.Log.StillOpening(Name, Model);
        }
    }

    private static async Task EndAsync(Task<Outcome<Predictor>> opening)
    {
        if ((await opening.ConfigureAwait(false)).TryGet(out var predictor, out _)) await predictor.DisposeAsync().ConfigureAwait(false);
    }

    private Task<Outcome<Predictor>>? Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return _opening;
        }
    }

    private async Task DrainAsync(Predictor predictor, CancellationToken cancel)
    {
        var before = predictor.Snapshot();
        var started = surroundings.Time.GetTimestamp();
        surroundings.Log.Draining(Name, before.ItemsInFlight + before.WaitingForRoom);
        var ending = predictor.ShutdownAsync(cancel);
        try
        {
            await ending.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Does not wait for runs to return: the host's time is over.
        }

        var isCutShort = !ending.IsCompletedSuccessfully;
        if (isCutShort) _ = predictor.DisposeAsync().AsTask(); // ends every request before it is back; whoever closes it waits for the rest
        var seconds = surroundings.Time.GetElapsedTime(started).TotalSeconds;
        var cancelled = Cancelled(predictor.Snapshot()) - Cancelled(before);
        if (isCutShort && cancelled > 0) surroundings.Log.CutShort(Name, seconds, cancelled);
        else surroundings.Log.Drained(Name, seconds);
    }

    private static long Cancelled(PredictorSnapshot snapshot) => snapshot.Failed.GetValueOrDefault(ErrorKind.Cancelled);

    private Outcome<Predictor> Open(ISessionFactory sessions)
    {
        var started = surroundings.Time.GetTimestamp();
        surroundings.Log.Opening(Name, Model, description.Options.Placement);
        Outcome<Predictor> outcome;
        try
        {
            outcome = TryOpen(sessions);
        }
        catch (Exception problem)
        {
            outcome = Thrown.By(Model, problem);
        }

        if (outcome.TryGet(out var predictor, out var failure))
        {
            surroundings.Log.Open(Name, Model, string.Join('+', predictor.Snapshot().Pools.Select(pool => pool.Device)), surroundings.Time.GetElapsedTime(started).TotalSeconds);
            return predictor;
        }

        if (failure.Kind != ErrorKind.Cancelled) surroundings.Log.NotOpened(Name, Model, failure.Message, IsRequired);
        var where = failure.Message.Contains(Model, StringComparison.Ordinal) ? "" : $"{Model}: ";
        return failure with { Message = $"predictor '{Name}' cannot be opened: {where}{failure.Message}" };
    }

    private Outcome<Predictor> TryOpen(ISessionFactory sessions)
    {
        var options = description.Options with { Name = Name };
        if (description.Model.Path is { } path)
        {
            if (!ModelManifest.Find(path).TryGet(out var manifest, out var wrong)) return wrong;
            if (manifest is { Batching: false }) options = options with { Batching = false };
        }

        return Predictor.Open(sessions, description.Model, options, surroundings.Time, surroundings.Logger, surroundings.GivingUp);
    }
}
