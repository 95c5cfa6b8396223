namespace ActorInference.Streams.Running;

/// <summary>Where the outcomes of a run come out.</summary>
internal interface IOutlet
{
    /// <summary>Every item has ended: what is left to do before the consumer is told. Outside the gate.</summary>
    void BeforeEnd();

    /// <summary>Tells the consumer that the run has ended. Under the gate.</summary>
    void End();
}
