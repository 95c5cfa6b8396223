namespace ActorInference;

/// <summary>
/// One step of a pipeline, described. An item that failed before goes through every stage untouched, keeps its place in the order, and is never worked on.
/// A stage owns what it is given: work disposes what it does not hand on; an engine disposes what is cancelled or dropped before work began, and the item of work that throws, even
/// where that had disposed it already. What a disposal throws comes out at the end of the run, which goes on.
/// </summary>
public abstract class Stage
{
    private protected Stage(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>What progress and failures call it.</summary>
    public string Name { get; }

    /// <summary>Items that its workers have in work at once; 0 where it has none.</summary>
    internal virtual int Busy(PipelineOptions options) => 0;

    /// <summary>Items that its lanes run at once; 0 where it has none.</summary>
    internal virtual int Lanes(PipelineOptions options) => 0;

    /// <summary>Why it cannot work; null when it can.</summary>
    internal virtual Failure? Check() => null;

    /// <summary>For engines: calls the method for this kind of stage.</summary>
    public abstract void Accept(IStageVisitor visitor);
}
