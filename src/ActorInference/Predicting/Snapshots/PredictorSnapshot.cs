namespace ActorInference;

/// <summary>A predictor at one moment; all numbers belong together.</summary>
public sealed record PredictorSnapshot
{
    /// <summary>How it is.</summary>
    public required HealthState State { get; init; }

    /// <summary>Its pools; those of an older model version that still drain come last.</summary>
    public required IReadOnlyList<PoolSnapshot> Pools { get; init; }

    /// <summary>Callers that wait for room.</summary>
    public required int WaitingForRoom { get; init; }

    /// <summary>Requests admitted and not ended.</summary>
    public required int ItemsInFlight { get; init; }

    /// <summary>The most requests that were in flight at once.</summary>
    public required int MaxItemsInFlight { get; init; }

    /// <summary>Bytes of inputs, batches and outputs in flight, reserved ones included.</summary>
    public required long BytesInFlight { get; init; }

    /// <summary>The most bytes that were in flight at once.</summary>
    public required long MaxBytesInFlight { get; init; }

    /// <summary>Requests that ended with a result.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Requests that ended without one, by kind; those that were refused at the door included.</summary>
    public required IReadOnlyDictionary<ErrorKind, long> Failed { get; init; }

    /// <summary>Runs that gave results.</summary>
    public required long Batches { get; init; }

    /// <summary>Rows in those runs, padding not counted; divided by <see cref="Batches"/> it is the mean batch size.</summary>
    public required long BatchRows { get; init; }

    /// <summary>Requests that were tried a second time because their session failed.</summary>
    public required long Retried { get; init; }

    /// <summary>Lanes given up because their run did not return, ever.</summary>
    public required long LanesAbandoned { get; init; }

    /// <summary>Of those, the ones that have still not returned.</summary>
    public required int LanesStillHanging { get; init; }

    /// <summary>Sessions out of use that are being closed; one that stays here does not close, and keeps a thread and its memory.</summary>
    public required int SessionsClosing { get; init; }

    /// <summary><c>ready: 9 in flight (at most 64), 1,234 bytes (at most 99,999), 0 waiting for room; 500 succeeded, 2 failed (invalid-input 2); 120 runs of 4.2 rows; cpu ready: ...</c>.</summary>
    public override string ToString()
    {
        var failed = Failed.Values.Sum() is var count and > 0 ? $"{count} failed ({string.Join(", ", Failed.Where(kind => kind.Value > 0).Select(kind => $"{kind.Key.Name()} {kind.Value}"))})" : "0 failed";
        var retried = Retried > 0 ? $", {Retried} tried twice" : "";
        var abandoned = LanesAbandoned > 0 ? $"; {LanesAbandoned} lanes given up, {LanesStillHanging} of them still hanging" : "";
        return $"{State.ToString().ToLowerInvariant()}: {ItemsInFlight} in flight (at most {MaxItemsInFlight}), {BytesInFlight:N0} bytes (at most {MaxBytesInFlight:N0}), {WaitingForRoom} waiting for room; "
            + $"{Succeeded} succeeded, {failed}{retried}; {Batches} runs of {BatchRows / Math.Max(1.0, Batches):0.##} rows{abandoned}; {string.Join("; ", Pools)}";
    }
}
