using System.Collections.Concurrent;
using System.Diagnostics;
using ActorInference.Predicting;

namespace ActorInference.Telemetry;

/// <summary>What one predictor tells of its predictions, runs and lanes. All of it without the router's lock, on whichever thread it happens.</summary>
internal sealed class PredictorTelemetry(string? predictor, Clock clock)
{
    private readonly ConcurrentDictionary<DeviceId, string> _devices = new();
    private volatile Labels _labels = new("", "");

    /// <summary>What a host calls the predictor; null where it has no name.</summary>
    public string? Predictor => predictor;

    /// <summary>What it calls its model, that of its present version.</summary>
    public string Model
    {
        get => _labels.Model;
        set => _labels = new(ModelLabel.Of(value), $"predict {ModelLabel.Of(value)}");
    }

    /// <summary>A prediction is asked for, on its caller's thread; null where nobody traces it.</summary>
    public Activity? Begin(ICompletion completion, int index) =>
        Activities.AreWanted && completion.TryGetParent(index, out var parent) ? Activities.Start(_labels.Activity, parent) : null;

    /// <summary>A prediction has ended, and its caller is told next.</summary>
    public void Ended(Request request)
    {
        if (Instruments.WantPredictions) Measure(request);
        if (request.Activity is { } activity) End(activity, request);
    }

    /// <summary>Predictions were refused before there was a request.</summary>
    public void Refused(Failure failure, int count, Activity? activity = null)
    {
        if (Instruments.Predictions.Enabled || Instruments.Refused.Enabled)
        {
            var tags = Tags(null, failure);
            Instruments.Predictions.Count(count, tags);
            Instruments.Refused.Count(count, tags);
        }

        if (activity is null) return;
        Describe(activity, null);
        Activities.End(activity, failure);
    }

    /// <summary>A run has given results.</summary>
    public void Ran(DeviceId device, long stamps, int rows)
    {
        var tags = Tags(device, null);
        Instruments.RunDuration.Note(clock.Duration(stamps), tags);
        Instruments.BatchSize.Note(rows, tags);
    }

    /// <summary>A session is back that had failed.</summary>
    public void Restarted(DeviceId device)
    {
        if (Instruments.Restarts.Enabled) Instruments.Restarts.Count(1, Tags(device, null));
    }

    /// <summary>A lane was given up.</summary>
    public void Abandoned(DeviceId device)
    {
        if (Instruments.Abandoned.Enabled) Instruments.Abandoned.Count(1, Tags(device, null));
    }

    private void Measure(Request request)
    {
        var prediction = request.Result as Prediction;
        var failure = request.Result as Failure;
        var tags = Tags(prediction?.Timing.Device, failure);
        Instruments.Predictions.Count(1, tags);
        if (request.Queued == Request.Never) Instruments.Refused.Count(1, tags);
        if (request.IsSecondTry) Instruments.Retried.Count(1, Tags(null, null));
        if (prediction is null)
        {
            if (Instruments.Duration.Enabled) Instruments.Duration.Note(clock.Duration(clock.Now - request.Called), tags);
            return;
        }

        var timing = prediction.Timing;
        Instruments.Duration.Note(timing.Queue + timing.Run, tags);
        Instruments.TimeInQueue.Note(timing.Queue, tags);
        Instruments.TimeInRun.Note(timing.Run, tags);
    }

    private void End(Activity activity, Request request)
    {
        var prediction = request.Result as Prediction;
        if (activity.IsAllDataRequested)
        {
            Describe(activity, prediction?.Timing.Device);
            if (request.IsSecondTry) activity.SetTag(Attributes.Retried, true);
            if (prediction is not null) activity.SetTag(Attributes.BatchRows, prediction.Timing.BatchRows);
            Note(activity, "queued", request, request.Queued);
            Note(activity, "running", request, request.Started);
        }

        Activities.End(activity, request.Result as Failure);
    }

    private void Describe(Activity activity, DeviceId? device)
    {
        if (!activity.IsAllDataRequested) return;
        activity.SetTag(Attributes.Model, Model);
        if (predictor is not null) activity.SetTag(Attributes.Predictor, predictor);
        if (device is not null) activity.SetTag(Attributes.Device, NameOf(device));
    }

    // Both were noted by the predictor's clock anyway; the activity has begun when the call did.
    private void Note(Activity activity, string what, Request request, long when)
    {
        if (when is not (Request.NotYet or Request.Never)) activity.AddEvent(new(what, new DateTimeOffset(activity.StartTimeUtc) + clock.Duration(when - request.Called)));
    }

    private TagList Tags(DeviceId? device, Failure? failure)
    {
        var tags = new TagList { { Attributes.Model, Model } };
        if (predictor is not null) tags.Add(Attributes.Predictor, predictor);
        if (device is not null) tags.Add(Attributes.Device, NameOf(device));
        if (failure is not null) tags.Add(Attributes.ErrorType, failure.Kind.Name());
        return tags;
    }

    private string NameOf(DeviceId device) => _devices.GetOrAdd(device, static device => device.ToString());

    private sealed record Labels(string Model, string Activity);
}
