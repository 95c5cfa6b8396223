using System.Collections.Concurrent;
using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Makes parcels and knows where they are: in the end each must have been disposed, once. Thread-safe.</summary>
public sealed class Custody
{
    private long _bytes;
    private int _alive;

    /// <summary>Parcels that are not disposed.</summary>
    public int Alive => Volatile.Read(ref _alive);

    /// <summary>The bytes of those.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    internal ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>A new parcel; whoever holds it disposes it.</summary>
    public Parcel Make(int number, long bytes = 1)
    {
        Interlocked.Increment(ref _alive);
        Interlocked.Add(ref _bytes, bytes);
        return new(this, number, bytes);
    }

    /// <summary>Parcels numbered from 0, each made when it is asked for.</summary>
    public IEnumerable<Parcel> Numbered(int count, long bytes = 1) => Enumerable.Range(0, count).Select(number => Make(number, bytes));

    /// <summary>Asserts that every parcel was disposed, and none twice.</summary>
    public void AssertEmpty()
    {
        Assert.Empty(Violations);
        Assert.Equal(0, Alive);
    }

    internal void Gone(Parcel parcel)
    {
        Interlocked.Decrement(ref _alive);
        Interlocked.Add(ref _bytes, -parcel.ByteLength);
    }
}
