namespace ActorInference.Akka.Predicting;

/// <summary>What whoever opened a predictor learns of the actor that it is.</summary>
internal sealed class PredictorLife
{
    private readonly TaskCompletionSource<Outcome<ModelDescription>> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Func<PredictorSnapshot>> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The model is loaded and its lanes have been started, or cannot be.</summary>
    public Task<Outcome<ModelDescription>> Opened => _opened.Task;

    /// <summary>Everything has ended, but for what hangs.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The actor has stopped, and leaves this to be asked instead.</summary>
    public Task<Func<PredictorSnapshot>> Stopped => _stopped.Task;

    public void HasOpened(in Outcome<ModelDescription> outcome) => _opened.TrySetResult(outcome);

    public void HasClosed() => _closed.TrySetResult();

    /// <summary>Whatever nobody has been told yet is told now.</summary>
    public void HasStopped(string model, Func<PredictorSnapshot> last)
    {
        _opened.TrySetResult(new Failure(ErrorKind.Cancelled, $"{model}: the loading was given up, for its actor was stopped."));
        _stopped.TrySetResult(last);
        _closed.TrySetResult();
    }
}
