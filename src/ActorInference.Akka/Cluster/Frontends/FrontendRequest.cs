using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>A request from when a frontend takes it until its callers have the reply. Belongs to the frontend's actor.</summary>
internal sealed class FrontendRequest(PredictRequest request, long bytes, long arrived, long deadline)
{
    public PredictRequest Request => request;

    public Guid Id => request.Id;

    /// <summary>Bytes of its inputs.</summary>
    public long Bytes => bytes;

    /// <summary>When it came.</summary>
    public long Arrived => arrived;

    /// <summary>The timestamp after which it may not start.</summary>
    public long Deadline => deadline;

    /// <summary>Who waits for it; one that asks again waits once.</summary>
    public List<IActorRef> Callers { get; } = [];

    /// <summary>The node that has it; null while it waits for one.</summary>
    public KnownNode? At { get; set; }

    /// <summary>When it went there.</summary>
    public long Sent { get; set; }

    /// <summary>Since when it waits for a node.</summary>
    public long WaitingSince { get; set; }

    /// <summary>Nodes that were lost under it or did not answer.</summary>
    public int Lost { get; set; }

    /// <summary>Nodes where it should not go again as long as there are others.</summary>
    public HashSet<Address> Tried { get; } = [];

    /// <summary>Its place in the line; null while a node has it.</summary>
    public LinkedListNode<FrontendRequest>? Place { get; set; }
}
