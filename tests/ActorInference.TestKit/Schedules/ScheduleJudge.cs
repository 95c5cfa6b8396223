namespace ActorInference.TestKit.Schedules;

/// <summary>Says what is wrong with what became of a schedule; null when nothing is.</summary>
internal sealed class ScheduleJudge(Schedule schedule)
{
    // A watchdog bites runs that only wait for a processor, too, when time is advanced past it meanwhile. A session that cannot be probed is suspected of what an item did.
    private readonly bool _hasFaults = schedule.Options.WatchdogMs is not null || !schedule.Options.IsWarmedUp
        || schedule.Steps.Any(step => step is ScheduleStep.Fail or ScheduleStep.Throw or ScheduleStep.Die or ScheduleStep.FailOpens or ScheduleStep.Hang);

    private readonly bool _drops = schedule.Steps.Any(step => step is ScheduleStep.Submit { WhenFull: WhenFull.DropOldest });

    /// <summary>Each request ends with its result, or with an error that it has earned.</summary>
    public string? WhyWrong(ScheduledRequest request)
    {
        if (request.Task.Result.Failure is not { } failure)
        {
            return request.IsPoisoned ? $"Request {request.Number} is poisoned and succeeded." : null;
        }

        var isPoison = failure.Message.Contains(ScheduleWorld.Poisoned, StringComparison.Ordinal);
        var isEarned = failure.Kind switch
        {
            ErrorKind.Cancelled => request.Cancel.IsCancellationRequested || schedule.End == ScheduleEnd.Dispose,
            ErrorKind.DeadlineExceeded => request.How.DeadlineMs is not null,
            ErrorKind.Overloaded => request.How.WhenFull != WhenFull.Wait || _drops || (request.How.Door == FrontDoor.Batch && schedule.Options.MaxBytes < 1 << 30),
            ErrorKind.NotReady => _hasFaults || schedule.End != ScheduleEnd.Calm, // a thread of its own may come after the end
            ErrorKind.SessionFailed => isPoison ? request.IsPoisoned : _hasFaults,
            ErrorKind.DeviceLost or ErrorKind.OutOfMemory => _hasFaults,
            _ => false,
        };
        return isEarned ? null : $"Request {request.Number} ({request.How}) ended with {failure.Kind.Name()}: {failure.Message}";
    }

    /// <summary>
    /// A request is tried twice at most. The halves of a batch belong to one try: they run on the same lane and session, ever fewer rows at a time.
    /// </summary>
    public string? WhyWrong(IReadOnlyList<ScheduledRequest> requests, IEnumerable<FakeRun> runs)
    {
        var byFirst = runs.Where(ScheduleWorld.IsReal).SelectMany(run => run.Firsts.Select(first => (first, run))).ToLookup(pair => pair.first, pair => pair.run);
        foreach (var request in requests)
        {
            var tries = byFirst[request.Firsts().First()].GroupBy(run => (run.Session, run.ThreadName)).Sum(Tries);
            if (tries > 2) return $"Request {request.Number} was tried {tries} times.";
            if (tries > 1 && !_hasFaults) return $"Request {request.Number} was tried {tries} times, and no session failed.";
        }

        return null;
    }

    private static int Tries(IEnumerable<FakeRun> ofOneLane)
    {
        var (tries, rows) = (0, 0L);
        foreach (var run in ofOneLane)
        {
            if (tries == 0 || run.Rows >= rows) tries++;
            rows = run.Rows;
        }

        return tries;
    }

    /// <summary>Bounds were kept, and nothing is left.</summary>
    public string? WhyWrong(PredictorSnapshot snapshot, IReadOnlyList<ScheduledRequest> requests)
    {
        var options = schedule.Options;
        if (snapshot.MaxItemsInFlight > options.MaxItems) return $"{snapshot.MaxItemsInFlight} items were in flight; {options.MaxItems} are allowed.";
        if (snapshot.MaxBytesInFlight > options.MaxBytes) return $"{snapshot.MaxBytesInFlight} bytes were in flight; {options.MaxBytes} are allowed.";
        if (snapshot is not { ItemsInFlight: 0, BytesInFlight: 0, WaitingForRoom: 0, LanesStillHanging: 0 }) return $"Something is left: {snapshot}";
        var ended = snapshot.Succeeded + snapshot.Failed.Values.Sum();
        return ended >= requests.Count ? null : $"{requests.Count} requests were made, and {ended} ended.";
    }

    /// <summary>A swap or a change of lanes succeeds unless something is in its way.</summary>
    public string? WhyWrong(string model, Failure? failure) => (model, failure) switch
    {
        (_, null) => model is "" or "good" ? null : $"The swap for '{model}' succeeded.",
        ("", _) => null, // there may be too little room for so many lanes
        (_, { Kind: ErrorKind.NotReady }) => schedule.End == ScheduleEnd.Calm ? $"A swap failed: {failure}" : null,
        ("good", _) => _hasFaults ? null : $"A swap failed: {failure}",
        _ => null,
    };
}
