namespace ActorInference.Streams.Running;

/// <summary>Where the outcomes of a run come out.</summary>
internal interface IOutlet
{
    /// <summary>An element that has not come out and will not: it ends as cancelled. Under the gate.</summary>
    void Lose<T>(in Element<T> element);

    /// <summary>Every item has ended: what is left to do before the consumer is told. Outside the gate.</summary>
    void BeforeEnd();

    /// <summary>Tells the consumer that the run has ended. Under the gate.</summary>
    void End();
}
