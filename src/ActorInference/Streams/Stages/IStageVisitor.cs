namespace ActorInference;

/// <summary>For engines: goes through the stages of a pipeline with their types.</summary>
public interface IStageVisitor
{
    /// <summary>Work on each item.</summary>
    void Visit<TIn, TOut>(MapStage<TIn, TOut> stage);

    /// <summary>A prediction for each item.</summary>
    void Visit<T>(PredictStage<T> stage);

    /// <summary>Groups by count or time.</summary>
    void Visit<T>(GroupStage<T> stage);

    /// <summary>A buffer.</summary>
    void Visit<T>(BufferStage<T> stage);

    /// <summary>Every nth item.</summary>
    void Visit<T>(SampleStage<T> stage);
}
