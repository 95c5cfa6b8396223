using ActorInference.Batching;
using ActorInference.Predicting;

namespace ActorInference.Akka.Streams.Flows;

/// <summary>What a flow of batches holds: items, predictions, and the word to predictions under way that nobody wants them. Thread-safe.</summary>
internal sealed class BatchCustody<T>(IPredictor predictor, Func<T, RunInput[]> inputs, PredictionOptions options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<BatchTicket<T>> _held = [];
    private readonly CancellationTokenSource _gone = new();
    private bool _isOver;

    /// <summary>An item has come.</summary>
    public BatchTicket<T> Enter(Outcome<T> outcome)
    {
        var ticket = new BatchTicket<T>(outcome);
        lock (_lock) _held.Add(ticket);
        return ticket;
    }

    /// <summary>Hands a group to the predictor at once; done when all of it is. Does not fault.</summary>
    public Task<BatchTicket<T>[]> PredictAsync(IEnumerable<BatchTicket<T>> group) => Task.WhenAll(group.Select(PredictAsync).ToArray());

    /// <summary>An outcome leaves.</summary>
    public Outcome<Predicted<T>> Leave(BatchTicket<T> ticket)
    {
        lock (_lock) _held.Remove(ticket);
        return ticket.Outcome;
    }

    /// <summary>The flow has ended: whatever is still held has nobody who wants it. What disposals throw comes out when all are done.</summary>
    public void Dispose()
    {
        BatchTicket<T>[] left;
        lock (_lock)
        {
            if (_isOver) return;
            _isOver = true;
            left = [.. _held];
            _held.Clear();
        }

        List<Exception> problems = [];
        Try(_gone.Cancel, problems);
        foreach (var ticket in left) Try(() => Release(ticket), problems);
        _gone.Dispose();
        if (problems.Count > 0) throw new AggregateException(problems);
    }

    private async Task<BatchTicket<T>> PredictAsync(BatchTicket<T> ticket)
    {
        if (!ticket.Given.TryGet(out var item, out _)) return ticket;
        var predicted = await AskAsync(item).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_isOver)
            {
                ticket.Outcome = predicted.TryGet(out var prediction, out var failure) ? new Predicted<T>(item, prediction) : failure;
                if (predicted.Succeeded) return ticket;
            }
        }

        // Nobody will have the item, nor the prediction where there is one.
        if (predicted.TryGet(out var unwanted, out _)) unwanted.Dispose();
        try
        {
            Release(ticket);
        }
        catch (Exception problem)
        {
            lock (_lock) ticket.Outcome = Thrown.By("the disposal of an item", problem) with { Kind = ErrorKind.Internal };
        }

        return ticket;
    }

    private async Task<Outcome<Prediction>> AskAsync(T item)
    {
        try
        {
            CancellationToken gone;
            lock (_lock) gone = _isOver ? new(canceled: true) : _gone.Token;
            if (!Lending.TakeOver(inputs(item)).TryGet(out var own, out var failure)) return failure;
            return await predictor.PredictAsync(own, options, gone).ConfigureAwait(false); // which may still read them when the item has ended
        }
        catch (InferenceException problem)
        {
            return problem.Failure;
        }
        catch (Exception problem)
        {
            return Thrown.By("a prediction of a batch", problem) with { Kind = ErrorKind.Internal };
        }
    }

    // The item, and its prediction where it has one; once.
    private void Release(BatchTicket<T> ticket)
    {
        Outcome<Predicted<T>> outcome;
        lock (_lock)
        {
            if (ticket.IsReleased) return;
            ticket.IsReleased = true;
            outcome = ticket.Outcome;
        }

        if (outcome.TryGet(out var predicted, out _)) predicted.Prediction.Dispose();
        if (ticket.Given.TryGet(out var item, out _)) Dispose(item);
    }

    // A group is disposed with all that is in it.
    private static void Dispose(object? value)
    {
        if (value is IDisposable disposable) disposable.Dispose();
        else if (value is Array array && array.GetType().GetElementType() is { IsPrimitive: false })
        {
            foreach (var item in array) Dispose(item);
        }
    }

    private static void Try(Action action, List<Exception> problems)
    {
        try
        {
            action();
        }
        catch (Exception problem)
        {
            problems.Add(problem);
        }
    }
}
