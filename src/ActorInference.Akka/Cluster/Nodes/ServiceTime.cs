namespace ActorInference.Akka.Cluster;

/// <summary>
/// After how long one more request is done for each that is there. By Little's law that is what a request took from coming to done, divided by how many were there with it, however many of them run side by side:
/// <c>(queue + 1) x service time</c> is then what the next one will take.
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
