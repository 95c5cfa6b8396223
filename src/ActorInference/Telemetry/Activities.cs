using System.Diagnostics;

namespace ActorInference.Telemetry;

/// <summary>
/// Starts and ends activities. Both tell listeners, which are code of others: never under a lock; what they throw stays here; and the thread's current activity stays what it was, for activities here
/// begin on one thread and end on another.
/// </summary>
internal static class Activities
{
    private static readonly ActivitySource? Source = Make(); // null where a listener would not have it

    /// <summary>Whether anybody listens.</summary>
    public static bool AreWanted => Source is not null && Source.HasListeners();

    /// <summary>An activity that has begun; null where nobody samples it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parent">What it is part of; null for nothing, whatever the current activity is.</param>
    /// <param name="link">What it came from without being part of it.</param>
    public static Activity? Start(string name, Activity? parent, ActivityContext? link = null)
    {
        var before = Activity.Current;
        Activity? activity = null;
        try
        {
            if (parent != before) Activity.Current = parent;
            activity = Source?.CreateActivity(name, ActivityKind.Internal, default(ActivityContext), links: link is { } from ? [new(from)] : null);
            activity?.Start();
        }
        catch (Exception)
        {
            // There is nobody left to tell. If it has begun, it ends as any other.
        }

        if (Activity.Current != before) Activity.Current = before;
        return activity;
    }

    /// <summary>Ends it, as failed where there is a failure.</summary>
    public static void End(Activity activity, Failure? failure)
    {
        if (failure is not null && activity.IsAllDataRequested)
        {
            activity.SetTag(Attributes.ErrorType, failure.Kind.Name());
            activity.SetStatus(ActivityStatusCode.Error, failure.Message);
        }

        var before = Activity.Current;
        try
        {
            activity.Stop();
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }

        if (Activity.Current != before) Activity.Current = before;
    }

    // Listeners are asked about a source when it is made, too.
    private static ActivitySource? Make()
    {
        try
        {
            return new(ActorInferenceTelemetry.ActivitySourceName, LibraryVersion.Text);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
