namespace ActorInference.Akka.Streams.Ports;

/// <summary>Where the state of a run meets the graph that moves its elements.</summary>
internal interface IPort
{
    /// <summary>Tells the graph what has become possible. Under the run's gate.</summary>
    void Settle();

    /// <summary>An element that was given to the graph has come where the graph takes it. Under the run's gate.</summary>
    void NoteArrival(long item)
    {
    }
}
