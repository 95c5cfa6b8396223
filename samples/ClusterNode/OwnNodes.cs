namespace PictureCluster;

/// <summary>The inference nodes that a run has started. Disposed, they are gone.</summary>
internal sealed class OwnNodes : IAsyncDisposable
{
    private readonly ChildNode[] _nodes;

    private OwnNodes(ChildNode[] nodes) => _nodes = nodes;

    /// <summary>For a run in a cluster that others have started.</summary>
    public static OwnNodes None { get; } = new([]);

    /// <summary>Ends with the last of them; with none, never.</summary>
    public Task Ended => _nodes.Length > 0 ? Task.WhenAll(_nodes.Select(node => node.Ended)) : new TaskCompletionSource().Task;

    /// <summary>Starts nodes that join the cluster of <paramref name="seed"/>.</summary>
    public static OwnNodes Start(int count, string seed) => new([.. Enumerable.Range(0, count).Select(_ => ChildNode.Start(seed))]);

    /// <summary>Waits until each is a member or has ended.</summary>
    public Task JoinAsync(CancellationToken cancel) => Task.WhenAll(_nodes.Select(node => node.Joined)).WaitAsync(cancel);

    /// <summary>Tells them to leave, and waits until they have.</summary>
    public Task LeaveAsync() => Task.WhenAll(_nodes.Select(node => node.LeaveAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    /// <summary>How many pictures each ran, known when they have left; empty for none.</summary>
    public override string ToString() => _nodes.Length > 0 ? $"; {string.Join(", ", _nodes.Select(node => node.ToString()))}" : "";
}
