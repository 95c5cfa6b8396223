namespace ActorInference;

/// <summary>
/// Groups of items, by count or time: <c>groupedWithin</c>. A group counts as its items in progress and budget, and has the number of its first.
/// <para>Emits when <see cref="Count"/> items are there, when <see cref="Within"/> has passed since the first of them came, when a failed item follows (which then goes its own way behind them), when
/// nothing is in flight but what groups have gathered and the budget lets nothing more in, and when the stream ends.</para>
/// <para>Back-pressures when a group is complete and not taken.</para>
/// <para>Completes when what is before it has completed and the last group is taken; an empty group is never emitted.</para>
/// <para>Cancels by ending what it has gathered as cancelled: a group that is complete as one, the items of one that is not each for itself.</para>
/// <para>Drops and fails nothing.</para>
/// </summary>
public sealed class GroupStage<T> : Stage
{
    internal GroupStage(string name, int count, TimeSpan within)
        : base(name)
    {
        Count = count;
        Within = within;
    }

    /// <summary>Items in a group at most, 1 or more.</summary>
    public int Count { get; }

    /// <summary>How long the first waits for the others, more than 0; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</summary>
    public TimeSpan Within { get; }

    /// <inheritdoc/>
    public override void Accept(IStageVisitor visitor) => visitor.Visit(this);
}
