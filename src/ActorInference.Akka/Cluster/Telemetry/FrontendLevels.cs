namespace ActorInference.Akka.Cluster.Telemetry;

/// <summary>How a frontend stands.</summary>
internal sealed class FrontendLevels(string model) : ActorLevels(model)
{
    private int _waiting;
    private int _atNodes;
    private int _nodes;

    public static LiveLevels<FrontendLevels> Live { get; } = new();

    public int Waiting => Volatile.Read(ref _waiting);

    public int AtNodes => Volatile.Read(ref _atNodes);

    public int Nodes => Volatile.Read(ref _nodes);

    public void Set(int waiting, int atNodes, int nodes)
    {
        Volatile.Write(ref _waiting, waiting);
        Volatile.Write(ref _atNodes, atNodes);
        Volatile.Write(ref _nodes, nodes);
    }
}
