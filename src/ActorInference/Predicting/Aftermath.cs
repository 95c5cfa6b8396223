using ActorInference.Telemetry;

namespace ActorInference.Predicting;

/// <summary>
/// What is to be done once the router's lock is released: waking lanes, answering callers, giving memory back. Nothing of it runs under the lock, since it may take long,
/// take other locks, or run code that is not ours. Chains through the requests and lanes themselves, so that it allocates nothing.
/// </summary>
internal struct Aftermath
{
    private SessionActor? _toWake;
    private Request? _toComplete;
    private PredictorTelemetry? _telemetry; // set where there is somebody to complete
    private Request? _toRelease;
    private List<Action>? _rest;

    /// <summary>The lane has been taken off the idle ones and gets up.</summary>
    public void Wake(SessionActor lane)
    {
        lane.NextToWake = _toWake;
        _toWake = lane;
    }

    /// <summary>The caller gets <see cref="Request.Result"/>, and whoever listens hears of it first.</summary>
    public void Complete(Request request, PredictorTelemetry telemetry)
    {
        _telemetry = telemetry;
        request.NextToComplete = _toComplete;
        _toComplete = request;
    }

    /// <summary>The request gives back what it owns.</summary>
    public void Release(Request request)
    {
        request.NextToRelease = _toRelease;
        _toRelease = request;
    }

    /// <summary>Anything that happens rarely.</summary>
    public void Then(Action action) => (_rest ??= []).Add(action);

    /// <summary>Does it all, step 5 of the way of a request (see <see cref="Router"/>) included; without the lock.</summary>
    public void CarryOut()
    {
        while (_toWake is { } lane)
        {
            _toWake = lane.NextToWake; // first: once awake it may be chained anew
            lane.NextToWake = null;
            lane.Wake();
        }

        while (_toComplete is { } request)
        {
            _toComplete = request.NextToComplete;
            request.NextToComplete = null;
            _telemetry!.Ended(request);
            request.Completion.Complete(request.Index, request.Result is Prediction prediction ? prediction : (Failure)request.Result!);
        }

        while (_toRelease is { } request)
        {
            _toRelease = request.NextToRelease;
            request.NextToRelease = null;
            request.Release();
        }

        foreach (var action in _rest ?? []) action();
    }
}
