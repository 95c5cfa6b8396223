namespace ActorInference.Video;

/// <summary>
/// Turns time stamps of the source into ticks of the target, which rise with every frame. Where two frames fall on one tick the later one is moved to the next, and counted: no frame
/// is given up for its time.
/// </summary>
internal sealed class TargetClock
{
    private readonly Fraction _source;
    private long _last;

    /// <param name="source">Seconds a tick of the source.</param>
    /// <param name="scale">Ticks a second of the target.</param>
    /// <param name="last">The tick of the frame before; -1 when there is none.</param>
    public TargetClock(Fraction source, int scale, long last = -1)
    {
        _source = source;
        Scale = scale;
        _last = last;
    }

    /// <summary>Ticks a second of the target.</summary>
    public int Scale { get; }

    /// <summary>Seconds a tick of the target.</summary>
    public Fraction Tick => new(1, Scale);

    /// <summary>How many frames were moved.</summary>
    public long Moved { get; private set; }

    /// <summary>The least distance between two frames; 0 before there are two.</summary>
    public long Closest { get; private set; }

    /// <summary>The ticks a second in which times of <paramref name="timeBase"/> are whole numbers; nanoseconds where FFmpeg's 31 bits cannot hold them.</summary>
    public static int ScaleFor(Fraction timeBase) => timeBase.Denominator <= int.MaxValue ? (int)timeBase.Denominator : 1_000_000_000;

    /// <summary>When the next frame begins and ends, in ticks of the target.</summary>
    public (long Begin, long End) Next(long timestamp, long duration)
    {
        var begin = _source.Rescale(timestamp, Tick);
        var end = _source.Rescale(timestamp + duration, Tick);
        if (begin <= _last)
        {
            begin = _last + 1;
            Moved++;
        }

        if (_last >= 0) Closest = Closest == 0 ? begin - _last : Math.Min(Closest, begin - _last);
        _last = begin;
        return (begin, Math.Max(end, begin + 1));
    }
}
