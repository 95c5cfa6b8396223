namespace ActorInference.Akka.Cluster.Telemetry;

/// <summary>How an actor stands, written by it after each message and read by whoever collects: each number is one that was, though not all of one moment.</summary>
internal abstract class ActorLevels(string model)
{
    /// <summary>The model's name in the cluster.</summary>
    public string Model => model;
}
