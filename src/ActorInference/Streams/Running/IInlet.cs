namespace ActorInference.Streams.Running;

/// <summary>Where elements go in. All of it under the run's gate.</summary>
internal interface IInlet<T>
{
    /// <summary>Whether it takes one.</summary>
    bool HasRoom { get; }

    /// <summary>Takes one; only where there is room.</summary>
    void Put(in Element<T> element);
}
