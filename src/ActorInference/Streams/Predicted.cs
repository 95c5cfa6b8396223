namespace ActorInference;

/// <summary>An item and what the model gave for it. Whoever holds it disposes it, and with it the prediction and the item.</summary>
/// <param name="Item">What the predict stage was given; its input is the predictor's and no longer there.</param>
/// <param name="Prediction">What the model gave.</param>
public readonly record struct Predicted<T>(T Item, Prediction Prediction) : IDisposable, IByteSized
{
    /// <summary>The only or first output as a tensor; throws where it is none.</summary>
    public Tensor Tensor => Prediction.Tensor;

    /// <inheritdoc/>
    public long ByteLength => Prediction.ByteLength + (Item is IByteSized sized ? sized.ByteLength : 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        Prediction.Dispose();
        if (Item is IDisposable disposable) disposable.Dispose();
    }
}
