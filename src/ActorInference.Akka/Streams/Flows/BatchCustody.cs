namespace ActorInference.Akka.Streams.Flows;

/// <summary>What a flow of batches holds: items, predictions, and the word to predictions under way that nobody wants them. Thread-safe.</summary>
internal sealed class BatchCustody<T>(IPredictor predictor, Func<T, RunInput[]> inputs, PredictionOptions options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<IDisposable> _held = new(ReferenceEqualityComparer.Instance);
    private readonly CancellationTokenSource _gone = new();
    private bool _isOver;

    /// <summary>An item has come.</summary>
    public Outcome<T> Enter(Outcome<T> outcome)
    {
        if (outcome.TryGet(out var item, out _)) Hold(item);
        return outcome;
    }

    /// <summary>Hands a group to the predictor at once; gives what became of each.</summary>
    public Task<Outcome<Predicted<T>>[]> PredictAsync(IEnumerable<Outcome<T>> group) => Task.WhenAll(group.Select(PredictAsync).ToArray());

    /// <summary>An outcome has left.</summary>
    public void Leave(in Outcome<Predicted<T>> outcome)
    {
        if (!outcome.TryGet(out var predicted, out _)) return;
        lock (_lock)
        {
            _held.Remove(predicted.Prediction);
            if (predicted.Item is IDisposable item) _held.Remove(item);
        }
    }

    /// <summary>The flow has ended: whatever is still held has nobody who wants it.</summary>
    public void Dispose()
    {
        IDisposable[] left;
        lock (_lock)
        {
            if (_isOver) return;
            _isOver = true;
            left = [.. _held];
            _held.Clear();
        }

        _gone.Cancel();
        foreach (var value in left) value.Dispose();
        _gone.Dispose();
    }

    private async Task<Outcome<Predicted<T>>> PredictAsync(Outcome<T> outcome)
    {
        if (!outcome.TryGet(out var item, out var failure)) return failure;
        RunInput[] taken;
        try
        {
            taken = inputs(item);
        }
        catch (Exception problem)
        {
            Release(item);
            return new Failure(ErrorKind.Internal, $"the inputs of a prediction cannot be had: {problem.GetType().Name}: {problem.Message.TrimEnd('.')}.");
        }

        CancellationToken gone;
        lock (_lock) gone = _isOver ? new(canceled: true) : _gone.Token;
        var predicted = await predictor.PredictAsync(taken, options, gone).ConfigureAwait(false);
        if (predicted.TryGet(out var prediction, out failure))
        {
            Hold(prediction);
            return new Predicted<T>(item, prediction);
        }

        Release(item);
        return failure;
    }

    private void Hold(object? value)
    {
        if (value is not IDisposable disposable) return;
        lock (_lock)
        {
            if (!_isOver)
            {
                _held.Add(disposable);
                return;
            }
        }

        disposable.Dispose();
    }

    private void Release(T item)
    {
        if (item is not IDisposable disposable) return;
        lock (_lock)
        {
            if (!_held.Remove(disposable)) return;
        }

        disposable.Dispose();
    }
}
