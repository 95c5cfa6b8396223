namespace ActorInference;

/// <summary>
/// A queue between two stages. First behind the source and with a policy that drops, it takes from the source as fast as that gives, and what waits in it counts on
/// top of <see cref="PipelineOptions.MaxItemsInFlight"/>.
/// <para>Emits when something waits.</para>
/// <para>Back-pressures when it is full, and only with <see cref="Overflow.Backpressure"/>.</para>
/// <para>Completes when what is before it has completed and it is empty.</para>
/// <para>Cancels by ending what waits as cancelled.</para>
/// <para>Drops or fails when it is full, as <see cref="Overflow"/> says.</para>
/// </summary>
public sealed class BufferStage<T> : Stage
{
    internal BufferStage(string name, int size, Overflow overflow)
        : base(name)
    {
        Size = size;
        Overflow = overflow;
    }

    /// <summary>How many items wait at most, 1 or more.</summary>
    public int Size { get; }

    /// <summary>What happens with one more.</summary>
    public Overflow Overflow { get; }

    /// <inheritdoc/>
    public override void Accept(IStageVisitor visitor) => visitor.Visit(this);
}
