namespace ActorInference.TestKit.Streams;

/// <summary>An item that must be disposed exactly once, and says how much it weighs.</summary>
public sealed class Parcel : IDisposable, IByteSized
{
    private readonly Custody _custody;
    private int _disposals;

    internal Parcel(Custody custody, int number, long bytes) => (_custody, Number, ByteLength) = (custody, number, bytes);

    /// <summary>What the test calls it.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public long ByteLength { get; }

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposals) > 0;

    /// <summary>Disposes it and gives another of the same number in its place: what work on it does.</summary>
    public Parcel Rework(long? bytes = null)
    {
        if (IsDisposed) _custody.Violations.Enqueue($"parcel {Number} was worked on after it was disposed");
        Dispose();
        return _custody.Make(Number, bytes ?? ByteLength);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Increment(ref _disposals) == 1) _custody.Gone(this);
        else _custody.Violations.Enqueue($"parcel {Number} was disposed twice");
    }
}
