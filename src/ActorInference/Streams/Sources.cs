using ActorInference.Streams;

namespace ActorInference;

/// <summary>Sources made of sources.</summary>
public static class Sources
{
    /// <summary>
    /// Several sources as one. Each keeps its own order; they take turns wherever more than one has an item, so that a fast one cannot keep a slow one waiting. From each one item at most
    /// is taken ahead.
    /// <para>Emits when any source has an item. Back-pressures each source once an item of it waits. Completes when all have. Cancels all when one throws, or the
    /// enumeration is cancelled or left; a source's exception comes out behind the items that wait. Drops and fails nothing.</para>
    /// </summary>
    public static IAsyncEnumerable<T> Merge<T>(params IReadOnlyList<IAsyncEnumerable<T>> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        foreach (var source in sources) ArgumentNullException.ThrowIfNull(source, nameof(sources));
        return new MergedSource<T>([.. sources]);
    }
}
