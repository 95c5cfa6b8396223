namespace ActorInference.Akka.Predicting;

/// <summary>Counts requests that ended on the asking side: the predictor never heard of them, or nobody knows. Thread-safe.</summary>
internal sealed class UnsentTally
{
    private readonly long[] _ended = new long[Enum.GetValues<ErrorKind>().Length];

    public void Ended(Failure failure) => Interlocked.Increment(ref _ended[(int)failure.Kind]);

    /// <summary>A predictor's failures, with these.</summary>
    public IReadOnlyDictionary<ErrorKind, long> AddTo(IReadOnlyDictionary<ErrorKind, long> failed) => Enum.GetValues<ErrorKind>()
        .Select(kind => (Kind: kind, Count: failed.GetValueOrDefault(kind) + Volatile.Read(ref _ended[(int)kind])))
        .Where(kind => kind.Count > 0)
        .ToDictionary(kind => kind.Kind, kind => kind.Count);
}
