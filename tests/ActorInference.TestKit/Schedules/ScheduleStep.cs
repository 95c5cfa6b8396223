namespace ActorInference.TestKit.Schedules;

/// <summary>One thing that is done to a predictor, or to the sessions under it.</summary>
public abstract record ScheduleStep
{
    private ScheduleStep()
    {
    }

    /// <summary>Hands in requests; the first of them is poisoned in one row if asked for.</summary>
    public sealed record Submit(FrontDoor Door, int Count, int Rows, bool IsPoisoned, Priority Priority, int? DeadlineMs, WhenFull WhenFull) : ScheduleStep;

    /// <summary>Cancels one of the requests handed in so far, or those that came with it through a door for several.</summary>
    public sealed record Cancel(int Request) : ScheduleStep;

    /// <summary>Advances time.</summary>
    public sealed record Advance(int Ms) : ScheduleStep;

    /// <summary>Lets the threads run.</summary>
    public sealed record Yield : ScheduleStep;

    /// <summary>Disposes the predictions that are there.</summary>
    public sealed record DisposeResults : ScheduleStep;

    /// <summary>The next real runs block until they are released or terminated.</summary>
    public sealed record Block(int Runs) : ScheduleStep;

    /// <summary>The next real runs block until they are released, whatever they are told.</summary>
    public sealed record Hang(int Runs) : ScheduleStep;

    /// <summary>Releases every run that blocks.</summary>
    public sealed record Release : ScheduleStep;

    /// <summary>Releases the run that blocks for the longest.</summary>
    public sealed record ReleaseOne : ScheduleStep;

    /// <summary>The next real runs fail so.</summary>
    public sealed record Fail(ErrorKind Kind, int Runs) : ScheduleStep;

    /// <summary>The next real run throws.</summary>
    public sealed record Throw : ScheduleStep;

    /// <summary>Every session of a device fails all its runs from now on.</summary>
    public sealed record Die(int Device) : ScheduleStep;

    /// <summary>The next times that a session is opened it fails.</summary>
    public sealed record FailOpens(int Times) : ScheduleStep;

    /// <summary>Swaps the model for one of that name, see <see cref="ScheduleWorld"/>.</summary>
    public sealed record Swap(string Model) : ScheduleStep;

    /// <summary>Changes the number of lanes.</summary>
    public sealed record ChangeLanes(int Device, int Lanes) : ScheduleStep;
}
