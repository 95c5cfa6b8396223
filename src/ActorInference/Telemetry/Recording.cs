using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ActorInference.Telemetry;

/// <summary>
/// Measurements where an exception of whoever listens must not come out: on the threads of lanes and workers it would end them. Never under a lock, for listeners are code of others.
/// </summary>
internal static class Recording
{
    public static void Count(this Counter<long> counter, long count, in TagList tags)
    {
        try
        {
            counter.Add(count, tags);
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }

    public static void Note(this Histogram<double> histogram, TimeSpan duration, in TagList tags)
    {
        try
        {
            histogram.Record(duration.TotalSeconds, tags);
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }

    public static void Note(this Histogram<int> histogram, int value, in TagList tags)
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }
}
