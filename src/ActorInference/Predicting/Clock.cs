namespace ActorInference.Predicting;

/// <summary>Timestamps and what lies between them, on one <see cref="TimeProvider"/>.</summary>
internal sealed class Clock(TimeProvider time)
{
    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;

    public TimeProvider Time => time;

    public long Now => time.GetTimestamp();

    /// <summary>A duration in timestamps, rounded up.</summary>
    public long Stamps(TimeSpan duration) => (long)Math.Min(Math.Ceiling(duration.Ticks / _ticksPerStamp), long.MaxValue / 4);

    /// <summary>A number of timestamps as a duration.</summary>
    public TimeSpan Duration(double stamps) => TimeSpan.FromTicks((long)Math.Min(stamps * _ticksPerStamp, long.MaxValue / 4));
}
