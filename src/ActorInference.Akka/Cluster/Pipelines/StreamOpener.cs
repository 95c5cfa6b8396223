using Akka.Actor;
using Akka.Cluster;
using Akka.Streams;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>Finds a node for a stream: that which runs the fewest, of those that the cluster sees. Asks again while none takes it, for as long as the stream waits. Thread-safe.</summary>
internal sealed class StreamOpener(ActorSystem system, string pipeline, string actor, ClusterPipelineOptions options)
{
    // Between two rounds: a few messages for each node, and little beside the time that a node takes to start.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public string Pipeline => pipeline;

    public ClusterPipelineOptions Options => options;

    /// <summary>Has a node take a stream.</summary>
    /// <param name="caller">Who is told of it later.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public async Task<Outcome<NodeStream>> OpenAsync(IActorRef caller, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (opened, refusal) = await TryAsync(caller, cancel).ConfigureAwait(false);
            if (opened is not null) return opened;
            if (TimeProvider.System.GetElapsedTime(began) >= options.WaitForNode) return refusal!;
            await Task.Delay(Pause, TimeProvider.System, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the stream that an opening gives, if it gives one: whoever began it is gone.</summary>
    public static void Forget(Task<Outcome<NodeStream>> opening) => _ = opening.ContinueWith(
        static ended =>
        {
            if (ended.Result.TryGet(out var stream, out _)) stream.Node.Tell(new StreamUnwanted(stream.Id), ActorRefs.NoSender);
        },
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnRanToCompletion,
        TaskScheduler.Default);

    private async Task<(NodeStream? Opened, Failure? Refusal)> TryAsync(IActorRef caller, CancellationToken cancel)
    {
        var found = await Task.WhenAll(Nodes().Select(node => StatusAsync(node, cancel))).ConfigureAwait(false);
        var refusal = new Failure(ErrorKind.NotReady, $"{pipeline}: no node of the cluster runs streams of it; ClusterPipeline.Start has one do so, on a system with the role '{ClusterNode.Role}'. Waited {options.WaitForNode.TotalSeconds:0.#} s.");
        foreach (var (node, _) in found.OfType<(IActorRef Node, int Streams)>().OrderBy(candidate => candidate.Streams).ThenBy(_ => Random.Shared.Next()))
        {
            var (opened, reason) = await AskAsync(node, caller, cancel).ConfigureAwait(false);
            if (opened is not null) return (opened, null);
            if (reason is not null) refusal = reason with { Message = $"{pipeline}: {reason.Message}; waited {options.WaitForNode.TotalSeconds:0.#} s for one that takes the stream." };
        }

        return (null, refusal);
    }

    private async Task<(NodeStream? Opened, Failure? Refusal)> AskAsync(IActorRef node, IActorRef caller, CancellationToken cancel)
    {
        var id = Guid.NewGuid();
        var isWanted = false;
        try
        {
            var answer = await AskAsync<object>(node, new OpenStream(id, WireExtension.For(system).PathOf(caller)), cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            NodeStream? stream = answer is StreamOpened opened ? new(id, node, opened.Sink.To<ISinkRef<StreamPart>>(system), opened.Source.To<ISourceRef<StreamPart>>(system)) : null;
            isWanted = answer is not null;
            return (stream, (answer as StreamRefused)?.Reason);
        }
        finally
        {
            if (!isWanted) node.Tell(new StreamUnwanted(id), ActorRefs.NoSender);
        }
    }

    private IEnumerable<Address> Nodes()
    {
        var state = AkkaCluster.Get(system).State;
        return state.Members
            .Where(member => member.HasRole(ClusterNode.Role) && member.Status is MemberStatus.Up or MemberStatus.WeaklyUp && !state.Unreachable.Contains(member))
            .Select(member => member.Address);
    }

    // Null where the node has nobody of that name, or does not say anything in time.
    private async Task<(IActorRef Node, int Streams)?> StatusAsync(Address node, CancellationToken cancel)
    {
        var selection = system.ActorSelection(new RootActorPath(node) / "user" / actor);
        try
        {
            var found = await selection.ResolveOne(options.AnswerTimeout, cancel).ConfigureAwait(false);
            return await AskAsync<PipelineSnapshot>(found, DescribePipeline.Instance, cancel).ConfigureAwait(false) is { IsDraining: false } snapshot ? (found, snapshot.Streams) : null;
        }
        catch (ActorNotFoundException)
        {
            return null;
        }
    }

    private async Task<T?> AskAsync<T>(IActorRef node, object question, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await node.Ask<T>(question, options.AnswerTimeout, cancel).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is AskTimeoutException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
