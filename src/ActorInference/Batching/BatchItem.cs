namespace ActorInference;

/// <summary>One request as the mechanism sees it that runs batches: what goes in, and what came out.</summary>
public abstract class BatchItem
{
    /// <summary>A request for one run.</summary>
    /// <param name="inputs">Every input, each once, already held against the signature. Not disposed by the batch.</param>
    /// <param name="rows">Rows along the batch dimension; 1 where the model has none.</param>
    protected BatchItem(RunInput[] inputs, int rows)
    {
        Inputs = inputs;
        Rows = rows;
    }

    /// <summary>What goes in.</summary>
    public RunInput[] Inputs { get; }

    /// <summary>Rows along the batch dimension.</summary>
    public int Rows { get; }

    /// <summary>Whether the caller has given up: nothing is run for it any more. May change at any time.</summary>
    public abstract bool HasLeft { get; }

    /// <summary>
    /// Takes what came out, in the order of the names asked for; the values are the item's own from now on. Called at most once for each run, just before
    /// <see cref="IBatchPolicy.Succeeded"/>.
    /// </summary>
    /// <param name="outputs">The outputs; null for an optional one that is absent.</param>
    /// <param name="batchRows">Rows that shared the run, padding not counted.</param>
    public abstract void Take(Value?[] outputs, int batchRows);
}
