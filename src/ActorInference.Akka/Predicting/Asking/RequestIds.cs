using System.Runtime.InteropServices;

namespace ActorInference.Akka.Predicting;

/// <summary>Names requests: a random half that is one asker's own, and a count. Thread-safe.</summary>
internal sealed class RequestIds
{
    private readonly long _own = BitConverter.ToInt64(Guid.NewGuid().ToByteArray(), 8);
    private long _count;

    public Guid Next()
    {
        Span<long> halves = [Interlocked.Increment(ref _count), _own];
        return MemoryMarshal.Read<Guid>(MemoryMarshal.AsBytes(halves));
    }
}
