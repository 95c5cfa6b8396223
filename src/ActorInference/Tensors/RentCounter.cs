namespace ActorInference;

/// <summary>
/// How much of a pool is out: one counter would be the busiest cache line of the process, so each processor has its own, and whoever asks adds them up.
/// What is read while others count is some moment of each.
/// </summary>
internal sealed class RentCounter
{
    private const int Stride = 64 / sizeof(long); // a cache line for each

    private readonly long[] _counters = new long[Math.Min(Environment.ProcessorCount, 64) * Stride];

    public long Bytes => Sum(0);

    public long Count => Sum(1);

    public void Add(long bytes, long count)
    {
        var own = Thread.GetCurrentProcessorId() % (_counters.Length / Stride) * Stride;
        Interlocked.Add(ref _counters[own], bytes);
        Interlocked.Add(ref _counters[own + 1], count);
    }

    private long Sum(int offset)
    {
        long sum = 0;
        for (var i = offset; i < _counters.Length; i += Stride) sum += Volatile.Read(ref _counters[i]);
        return sum;
    }
}
