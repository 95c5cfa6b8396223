namespace ActorInference.Predicting;

/// <summary>Why requests end that were never run. Guarded by the router's lock.</summary>
internal sealed class Refusals(Router router, Clock clock)
{
    /// <summary>Nobody waits for the answer any more.</summary>
    public static Failure GaveUp { get; } = new(ErrorKind.Cancelled, "the caller gave up.");

    /// <summary>Nothing is taken any more.</summary>
    public Failure ShutDown => new(ErrorKind.NotReady, $"the predictor of {router.Model} has been shut down.");

    /// <summary>A request that could never be admitted.</summary>
    public Failure TooLarge(Request request) =>
        new(ErrorKind.InvalidInput, $"the request takes {request.ReservedBytes:N0} bytes with its outputs; no more than {router.Admission.Options.MaxBytes:N0} may be in flight; raise max-bytes.");

    /// <summary>A deadline has passed.</summary>
    public Failure Late(Request request) =>
        new(ErrorKind.DeadlineExceeded, $"the deadline of {clock.Duration(request.Deadline - request.Called).TotalMilliseconds:0.###} ms passed before the request could run.");

    /// <summary>There is no room; says when there may be.</summary>
    public Failure Overloaded(string why)
    {
        var soonest = double.MaxValue;
        foreach (var pool in router.Current!.Pools) soonest = Math.Min(soonest, pool.ExpectedStamps(0));
        var hint = clock.Duration(soonest == double.MaxValue ? 0 : soonest);
        return new(ErrorKind.Overloaded, $"{why}: {router.Admission.Items} requests and {router.Admission.Bytes:N0} bytes are in flight.") { RetryAfter = hint };
    }

    /// <summary>Every pool has stopped; says when one is tried again.</summary>
    public Failure NoPool()
    {
        var stopped = router.Current!.Pools.OrderBy(pool => pool.Sessions.Min(session => session.RetryAt)).First();
        var retry = clock.Duration(Math.Max(0, stopped.Sessions.Min(session => session.RetryAt) - clock.Now));
        var why = $"{stopped.Device} failed too often, lastly: {stopped.LastFailure?.Message.TrimEnd('.')}";
        return new(ErrorKind.NotReady, $"no session of {router.Model} works: {why}; it is tried again in {retry.TotalSeconds:0.#} s.") { RetryAfter = retry };
    }
}
