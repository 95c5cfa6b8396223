namespace ActorInference.Akka.Cluster;

/// <summary>
/// The time that each request at the node adds to what the next one will take, which is <c>(queue + 1) x service time</c>. By Little's law it is what a request took from coming to done, divided by how many were
/// there with it, however many of them run side by side.
/// </summary>
internal sealed class ServiceTime
{
    // About the last ten count: few enough to notice a node that slows down, enough that one slow run does not empty it.
    private const double Weight = 0.2;

    private double _ticks;

    /// <summary>0 while nothing is known.</summary>
    public TimeSpan Value => TimeSpan.FromTicks((long)_ticks);

    public void Learn(TimeSpan taken, int there)
    {
        var sample = (double)taken.Ticks / Math.Max(1, there);
        _ticks = _ticks == 0 ? sample : _ticks + (Weight * (sample - _ticks));
    }
}
