namespace ActorInference.Predicting;

/// <summary>An asynchronous caller: continuations run on the thread pool, never on the thread that completes.</summary>
internal sealed class AsyncCompletion() : TaskCompletionSource<Outcome<Prediction>>(TaskCreationOptions.RunContinuationsAsynchronously), ICompletion
{
    /// <inheritdoc/>
    public void Complete(int index, in Outcome<Prediction> outcome)
    {
        try
        {
            SetResult(outcome);
        }
        catch (OutOfMemoryException)
        {
            // The pool cannot grow at the limit of threads (see OwnThread.Tell): told, and heard later.
        }
    }
}
