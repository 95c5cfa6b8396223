namespace ActorInference.Cli.Terminal;

/// <summary>
/// Keeps the managed heap of a long run small. The collector's first generation is as large as the processor's cache and more, and is collected only when it is full; a run of thousands of small
/// pictures, each of which leaves a few kilobytes behind, would grow by tens of megabytes until then, in a program whose own memory is native. For one thread.
/// </summary>
internal sealed class YoungHeap
{
    // A collection of so little takes a fraction of a millisecond: nothing beside the thousand pictures that it takes to allocate it.
    private const long Limit = 4 << 20;

    private long _last = GC.GetTotalAllocatedBytes();

    /// <summary>Something has ended: collects what is young, once enough of it is there.</summary>
    public void Note()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _last < Limit) return;
        _last = allocated;
        GC.Collect(0, GCCollectionMode.Forced, blocking: true);
    }
}
