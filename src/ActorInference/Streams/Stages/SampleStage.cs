namespace ActorInference;

/// <summary>
/// Every nth item: the first, and then one of each <see cref="Every"/>.
/// <para>Emits when such an item comes.</para>
/// <para>Back-pressures when the stage behind it does.</para>
/// <para>Completes when what is before it has completed.</para>
/// <para>Cancels by ending what it holds as cancelled.</para>
/// <para>Drops the others; fails nothing.</para>
/// </summary>
public sealed class SampleStage<T> : Stage
{
    internal SampleStage(string name, int every)
        : base(name) => Every = every;

    /// <summary>One of how many, 1 or more.</summary>
    public int Every { get; }

    /// <inheritdoc/>
    public override void Accept(IStageVisitor visitor) => visitor.Visit(this);
}
