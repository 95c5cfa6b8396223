namespace ActorInference;

/// <summary>What the mechanism that runs batches leaves to others to decide. All calls come on the thread that runs the batch.</summary>
public interface IBatchPolicy
{
    /// <summary>A run is about to start.</summary>
    void Starting();

    /// <summary>These have their outputs.</summary>
    void Succeeded(ReadOnlySpan<BatchItem> items);

    /// <summary>Whether an item may have caused this failure of several; they are then run again in two halves, until the guilty one stands alone.</summary>
    bool MayBeAnItems(Failure failure);

    /// <summary>These have failed: one item that stands alone, or several where it was no item's fault.</summary>
    void Failed(ReadOnlySpan<BatchItem> items, Failure failure);
}
