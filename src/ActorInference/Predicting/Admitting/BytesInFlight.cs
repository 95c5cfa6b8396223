namespace ActorInference.Predicting;

/// <summary>The bytes that a prediction keeps in flight until it is disposed. Apart from it, since only those that have bytes need a finalizer.</summary>
internal sealed class BytesInFlight(IInterior interior, long bytes) : IDisposable
{
    private int _isReleased;

#pragma warning disable MA0055 // What is given back is a number, not a handle.
    /// <summary>For whoever lost the prediction: its tensors free themselves, their bytes are given back here.</summary>
    ~BytesInFlight() => Release();
#pragma warning restore MA0055

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0) interior.ReleaseBytes(bytes);
    }
}
