using ActorInference.Streams.Running;

namespace ActorInference.Streams.Embedded;

/// <summary>
/// A run whose elements move by themselves: after a change of any stage they go on wherever there is room, from the last stage to the first, until nothing moves; then the source is let take
/// more, and workers are woken for what can be begun.
/// </summary>
internal sealed class Flow(PipelineOptions options) : RunState(options)
{
    private bool _isDrained;

    protected override bool IsDone => _isDrained;

    public override void Settle(ref After after, bool isWorker = false)
    {
        do Move();
        while (NoteDone());

        Source.Settle();
        Owe(ref after);
        Wake(isWorker && after.IsNothing);
    }

    // Whether a stage has learnt that nothing more will come, so that it may have something to move.
    private bool NoteDone()
    {
        var (changed, done) = (false, Source.HasEnded);
        foreach (var node in Nodes)
        {
            changed |= done && !node.UpstreamDone;
            node.UpstreamDone |= done;
            done &= node.IsEmpty;
        }

        _isDrained = done && !changed;
        return changed;
    }
}
