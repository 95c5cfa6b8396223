namespace ActorInference.Predicting;

/// <summary>What became of requests, counted. Guarded by the router's lock.</summary>
internal sealed class Tally
{
    private readonly long[] _failed = new long[Enum.GetValues<ErrorKind>().Length];

    public long Succeeded { get; private set; }

    public long Batches { get; private set; }

    public long BatchRows { get; private set; }

    public long Retried { get; set; }

    public long LanesAbandoned { get; set; }

    public int LanesStillHanging { get; set; }

    /// <summary>The kinds that occurred.</summary>
    public IReadOnlyDictionary<ErrorKind, long> Failed =>
        Enum.GetValues<ErrorKind>().Where(kind => _failed[(int)kind] > 0).ToDictionary(kind => kind, kind => _failed[(int)kind]);

    public void Ended(Failure? failure)
    {
        if (failure is null) Succeeded++;
        else _failed[(int)failure.Kind]++;
    }

    public void Ran(int rows)
    {
        Batches++;
        BatchRows += rows;
    }
}
