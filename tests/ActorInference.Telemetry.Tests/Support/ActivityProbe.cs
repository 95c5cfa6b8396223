using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActorInference.Telemetry.Tests;

/// <summary>Samples every activity of the library, and of the tests, and keeps those that have ended. Thread-safe.</summary>
internal sealed class ActivityProbe : IDisposable
{
    public const string OfTests = "Tests";

    private readonly ActivityListener _listener = new();
    private int _open;

    /// <summary>Listens.</summary>
    /// <param name="samples">Which activities are wanted, by their names; null for all.</param>
    public ActivityProbe(Func<string, bool>? samples = null)
    {
        _listener.ShouldListenTo = source => source.Name is ActorInferenceTelemetry.ActivitySourceName or OfTests;
        _listener.Sample = (ref options) => samples?.Invoke(options.Name) ?? true ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None;
        _listener.ActivityStarted = _ => Interlocked.Increment(ref _open);
        _listener.ActivityStopped = activity =>
        {
            Ended.Enqueue(activity);
            Interlocked.Decrement(ref _open);
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What has ended, in that order.</summary>
    public ConcurrentQueue<Activity> Ended { get; } = new();

    /// <summary>How many have begun and not ended.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Those of a name.</summary>
    public IReadOnlyList<Activity> Of(string name) => [.. Ended.Where(activity => activity.OperationName == name)];

    public void Dispose() => _listener.Dispose();
}
