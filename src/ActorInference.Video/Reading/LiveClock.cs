namespace ActorInference.Video;

/// <summary>
/// Time stamps of a source that may be opened several times, each time from 0: those after a break go on at the time that has passed since the first frame. For one thread.
/// </summary>
internal sealed class LiveClock(Probed probed, TimeProvider time)
{
    private bool _started;
    private bool _reopened;
    private long _firstArrival;
    private long _first;
    private long _last;
    private long _offset;

    /// <summary>The source was opened again.</summary>
    public void Reopen() => _reopened = _started;

    /// <summary>The stamp of a frame that has just come with <paramref name="stamp"/>; never before the one before it.</summary>
    public long Place(long stamp)
    {
        if (!_started) (_started, _firstArrival, _first) = (true, time.GetTimestamp(), stamp);
        if (_reopened)
        {
            var passed = (long)(time.GetElapsedTime(_firstArrival).TotalSeconds / probed.Info.TimeBase.ToDouble());
            _offset = Math.Max(_last + probed.FrameTicks, _first + passed) - stamp;
            _reopened = false;
        }

        return _last = stamp + _offset;
    }
}
