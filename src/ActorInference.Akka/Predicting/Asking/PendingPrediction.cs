using ActorInference.Predicting;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// A request that was sent and not replied to. Its caller may have its answer before the reply, having given up; the inputs are lent until the reply. Continuations run on the thread pool.
/// </summary>
internal sealed class PendingPrediction(Guid id, RunInput[] inputs, long deadline) : TaskCompletionSource<Outcome<Prediction>>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Guid Id => id;

    public RunInput[] Inputs => inputs;

    /// <summary>The timestamp after which it may not start.</summary>
    public long Deadline => deadline;

    /// <summary>Whether its caller has given up.</summary>
    public bool HasLeft => Task.IsCompleted;

    /// <summary>Hears of the caller's giving up; set before the request is sent.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>The caller gives up.</summary>
    public bool Leave(Failure failure) => Answer(failure);

    /// <summary>It was replied to, or never will be: the inputs come back, then the caller gets its answer. Called once, by who took it out of the table.</summary>
    public void End(in Outcome<Prediction> outcome)
    {
        Registration.Unregister();
        HandingOver.GiveBack(inputs);
        if (!Answer(outcome) && outcome.TryGet(out var late, out _)) late.Dispose();
    }

    private bool Answer(in Outcome<Prediction> outcome)
    {
        try
        {
            return TrySetResult(outcome);
        }
        catch (OutOfMemoryException)
        {
            return true; // the pool cannot grow at the limit of threads: told, and heard later
        }
    }
}
