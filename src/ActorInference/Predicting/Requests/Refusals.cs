namespace ActorInference.Predicting;

/// <summary>Why requests end that were never run. Guarded by the router's lock.</summary>
internal sealed class Refusals(IInterior interior, Clock clock)
{
    /// <summary>Nobody waits for the answer any more.</summary>
    public static Failure GaveUp => BatchRunner.Left;

    /// <summary>Nothing is taken any more.</summary>
    public Failure ShutDown => new(ErrorKind.NotReady, $"the predictor of {interior.Model} has been shut down.");

    /// <summary>A request that could never be admitted.</summary>
    public Failure TooLarge(Request request) =>
        new(ErrorKind.InvalidInput, $"the request takes {request.ReservedBytes:N0} bytes with its outputs; no more than {interior.Admission.Options.MaxBytes:N0} may be in flight; raise Admission.MaxBytes.");

    /// <summary>A deadline has passed.</summary>
    public Failure Late(Request request) =>
        new(ErrorKind.DeadlineExceeded, $"the deadline of {clock.Duration(request.Deadline - request.Called).TotalMilliseconds:0.###} ms passed {(request.State == RequestState.WaitingForRoom ? $"while the request waited for room: {InFlight}" : "before the request could run")}.");

    /// <summary>There is no room; says when there may be.</summary>
    public Failure Overloaded(string why)
    {
        // With nothing in flight it is for those who hold results to say when.
        TimeSpan? hint = null;
        foreach (var pool in interior.Pools)
        {
            var expected = clock.Duration(pool.ExpectedStamps(0));
            if (interior.Admission.Items > 0 && !(hint <= expected)) hint = expected;
        }

        return new(ErrorKind.Overloaded, $"{why}: {InFlight}.") { RetryAfter = hint };
    }

    // What fills the room, against how much there is.
    private string InFlight
    {
        get
        {
            var (admission, options) = (interior.Admission, interior.Admission.Options);
            var held = admission.Items == 0 ? ", held by predictions that are not disposed" : "";
            return $"{admission.Items:N0} of {options.MaxItems:N0} requests and {admission.Bytes:N0} of {options.MaxBytes:N0} bytes are in flight{held}";
        }
    }

    /// <summary>Every pool has stopped; says when one is tried again.</summary>
    public Failure NoPool()
    {
        var stopped = interior.Pools.OrderBy(pool => pool.Sessions.Min(session => session.RetryAt)).First();
        var retry = clock.Duration(Math.Max(0, stopped.Sessions.Min(session => session.RetryAt) - clock.Now));
        var why = $"{stopped.Device} failed too often, lastly: {stopped.LastFailure?.Message.TrimEnd('.')}";
        return new(ErrorKind.NotReady, $"no session of {interior.Model} works: {why}; it is tried again in {retry.TotalSeconds:0.#} s.") { RetryAfter = retry };
    }
}
