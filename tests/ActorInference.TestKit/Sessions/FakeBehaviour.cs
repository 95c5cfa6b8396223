namespace ActorInference.TestKit;

/// <summary>What one run of a fake session does. Poison fails a run that would have succeeded, at once or when released.</summary>
public sealed record FakeBehaviour
{
    private FakeBehaviour()
    {
    }

    /// <summary>Computes and returns.</summary>
    public static FakeBehaviour Succeed { get; } = new();

    /// <summary>Blocks until the test releases or fails the run, or its terminate token ends it as cancelled.</summary>
    public static FakeBehaviour Block { get; } = new() { Blocks = true };

    /// <summary>Blocks until the test releases or fails the run, whatever the terminate token says, now or before.</summary>
    public static FakeBehaviour Hang { get; } = new() { Blocks = true, IgnoresTerminate = true };

    internal bool Blocks { get; private init; }

    internal bool IgnoresTerminate { get; private init; }

    internal Failure? Failure { get; private init; }

    internal Exception? Exception { get; private init; }

    internal long? OutputRows { get; private init; }

    /// <summary>Returns the failure.</summary>
    public static FakeBehaviour Fail(Failure failure) => new() { Failure = failure };

    /// <summary>Returns a failure of that kind.</summary>
    public static FakeBehaviour Fail(ErrorKind kind) => Fail(new Failure(kind, $"The fake session was told to fail as {kind.Name()}."));

    /// <summary>Throws, which no session may: what is above must live with one that does.</summary>
    public static FakeBehaviour Throw(Exception exception) => new() { Exception = exception };

    /// <summary>Succeeds, but the first dimension of every numeric output of rank 1 or more is <paramref name="rows"/>; rows in excess are zero.</summary>
    public static FakeBehaviour SucceedWithRows(long rows) => new() { OutputRows = rows };
}
