namespace ActorInference.Akka.Streams.Ports;

/// <summary>Where the state of a run meets the graph that moves its elements.</summary>
internal interface IPort
{
    /// <summary>Tells the graph what has become possible. Under the run's gate.</summary>
    void Settle();
}
