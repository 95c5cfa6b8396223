namespace ActorInference.Akka;

/// <summary>
/// Asks an actor for one prediction. It answers the sender with one <see cref="PredictReply"/> of the same <see cref="Id"/>, whatever becomes of the request, unless it or its machine dies.
/// <para>
/// The inputs are lent: the receiver reads them until it replies and no longer, and calls <see cref="Release"/> before it does. Where the message came over the network they are a copy, which that gives back.
/// </para>
/// </summary>
public sealed class PredictRequest
{
    private readonly bool _isCopy;
    private int _isReleased;

    /// <summary>A request over inputs that stay the sender's.</summary>
    /// <param name="id">Names the request for as long as anybody knows of it; sent again, it is the same request.</param>
    /// <param name="inputs">The inputs by name.</param>
    /// <param name="options">How; its deadline counts from when the message arrives.</param>
    public PredictRequest(Guid id, RunInput[] inputs, PredictionOptions options)
        : this(id, inputs, options, isCopy: false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var input in inputs)
        {
            if (input.Name is null) throw new ArgumentException("An input has no name.", nameof(inputs));
        }
    }

    internal PredictRequest(Guid id, RunInput[] inputs, PredictionOptions options, bool isCopy)
    {
        Id = id;
        Inputs = inputs;
        Options = options;
        _isCopy = isCopy;
    }

    /// <summary>Names the request.</summary>
    public Guid Id { get; }

    /// <summary>The inputs by name.</summary>
    public RunInput[] Inputs { get; }

    /// <summary>How.</summary>
    public PredictionOptions Options { get; }

    /// <summary>Whether the prediction goes where another budget counts it (<see cref="Predicting.Reply"/>). Stays in the process: over a network a prediction is disposed once it is written.</summary>
    internal bool HasBudget { get; init; }

    /// <summary>The receiver reads the inputs no more: gives them back where they are a copy. Again: does nothing.</summary>
    public void Release()
    {
        if (!_isCopy || Interlocked.Exchange(ref _isReleased, 1) != 0) return;
        foreach (var input in Inputs) input.Value?.Dispose();
    }
}
