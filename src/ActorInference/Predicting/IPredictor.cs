namespace ActorInference;

/// <summary>
/// The asynchronous door to a model, wherever that runs: in this process (<see cref="Predictor"/>), behind an actor, on another machine. What it promises is what <see cref="Predictor"/> promises:
/// inputs are handed over and disposed, whatever becomes of the request; every request ends exactly once; nothing is thrown for what a model, an input, a device, a network or a shutdown may do.
/// </summary>
public interface IPredictor
{
    /// <summary>The model's name.</summary>
    string Model { get; }

    /// <summary>What the model takes and gives.</summary>
    ModelSignature Signature { get; }

    /// <summary>The outputs of each prediction, in order.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>How many requests can be run at once, whole batches counted: what keeps it busy is this and as much again.</summary>
    int Capacity { get; }

    /// <summary>Predicts. The task never faults and is never cancelled: what went wrong is in the outcome.</summary>
    /// <param name="inputs">The inputs by name; the predictor's from now on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The prediction, which the caller owns, or why there is none.</returns>
    Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default);
}
