using ActorInference.Batching;
using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>Loads a predictor's model on a thread of its own, for that may take long, and tells the predictor. One that has stopped meanwhile gets nothing, and what was loaded is closed.</summary>
internal sealed class ModelOpening(PredictorSetup setup, IReadOnlyDictionary<DeviceId, LaneDeployment> deployments)
{
    private readonly Lock _lock = new();
    private bool _isGivenUp; // guarded by the lock
    private bool _isTold; // guarded by the lock

    /// <summary>Begins.</summary>
    public void Begin(IActorRef predictor) =>
        _ = Task.Factory.StartNew(() => Tell(predictor, Open()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The predictor has stopped; true when it was told, so that what was loaded is its own.</summary>
    public bool GiveUp()
    {
        lock (_lock)
        {
            _isGivenUp = true;
            return _isTold;
        }
    }

    private Outcome<ModelVersion> Open()
    {
        try
        {
            return PredictorOpening.Open(setup.Sessions, setup.Model, setup.Options, setup.Clock, setup.Log, setup.Cancel, device => deployments[device].Instances);
        }
        catch (Exception problem)
        {
            return Thrown.By($"{setup.Model.Name} cannot be loaded: something", problem);
        }
    }

    private void Tell(IActorRef predictor, Outcome<ModelVersion> outcome)
    {
        lock (_lock)
        {
            _isTold = !_isGivenUp;
            if (_isTold) predictor.Tell(new ModelIsOpen(outcome), predictor);
        }

        if (!_isTold && outcome.TryGet(out var version, out _)) version.Close();
    }
}
