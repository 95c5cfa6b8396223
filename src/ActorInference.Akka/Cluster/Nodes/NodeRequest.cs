using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>A request that a node runs. Belongs to the node's actor.</summary>
internal sealed class NodeRequest(PredictRequest request, long arrived, int there) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public PredictRequest Request => request;

    /// <summary>When it came.</summary>
    public long Arrived => arrived;

    /// <summary>How many were there then, itself included.</summary>
    public int There => there;

    /// <summary>Who waits for it; one that sends it again waits once.</summary>
    public List<IActorRef> Callers { get; } = [];

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken Token => _cancel.Token;

    public void Add(IActorRef caller)
    {
        if (!Callers.Contains(caller)) Callers.Add(caller);
    }

    /// <summary>This caller does not wait any more; the last one ends it. False where it did not wait.</summary>
    public bool Leave(IActorRef caller)
    {
        if (!Callers.Remove(caller)) return false;
        if (Callers.Count == 0) Cancel();
        return true;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Cancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (AggregateException)
        {
            // The predictor, which somebody else may have written, could not be told; the run goes on to its end.
        }
    }

    /// <summary>Its inputs are read no more by this node.</summary>
    public void Dispose()
    {
        request.Release();
        _cancel.Dispose();
    }
}
