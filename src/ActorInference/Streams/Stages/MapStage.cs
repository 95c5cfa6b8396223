namespace ActorInference;

/// <summary>
/// Work on each item, at most <see cref="StageOptions.Parallelism"/> at once: <c>mapAsync</c>.
/// <para>Emits when the next item in order is done; unordered, when any is.</para>
/// <para>Back-pressures when it holds twice as many items as it may work on: in work, waiting, or done and not taken.</para>
/// <para>Completes when what is before it has completed and every item has left.</para>
/// <para>Cancels by ending what waits as cancelled, and cancelling the token of what is in work.</para>
/// <para>Fails an item whose work gives a failure, throws, or is cancelled; drops none.</para>
/// </summary>
public sealed class MapStage<TIn, TOut> : Stage
{
    internal MapStage(string name, Func<TIn, CancellationToken, ValueTask<Outcome<TOut>>> work, StageOptions options, bool blocks)
        : base(name)
    {
        Work = work;
        Options = options;
        Blocks = blocks;
    }

    /// <summary>The work.</summary>
    public Func<TIn, CancellationToken, ValueTask<Outcome<TOut>>> Work { get; }

    /// <summary>How it is run.</summary>
    public StageOptions Options { get; }

    /// <summary>Whether the work holds its thread until it is done.</summary>
    public bool Blocks { get; }

    internal override int Busy(PipelineOptions options) => Options.Parallelism ?? options.Parallelism;

    internal override Failure? Check() => Options.Check(Name);

    /// <inheritdoc/>
    public override void Accept(IStageVisitor visitor) => visitor.Visit(this);
}
