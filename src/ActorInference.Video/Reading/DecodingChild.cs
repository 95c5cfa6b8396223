namespace ActorInference.Video;

/// <summary>One run of FFmpeg that decodes a source. For the thread that reads; <see cref="Kill"/> is for any.</summary>
internal sealed class DecodingChild : IDisposable
{
    // How long a child may live on after it has closed its output.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ChildProcess _child;
    private readonly NutDemuxer _demuxer;
    private readonly Fraction _timeBase;

    private DecodingChild(ChildProcess child, Fraction timeBase) => (_child, _timeBase, _demuxer) = (child, timeBase, new NutDemuxer(child.Output));

    /// <summary>What FFmpeg last said; complete after <see cref="WaitForExit"/>.</summary>
    public string? LastWords => _child.LastWords;

    /// <summary>What ended FFmpeg that was not we; null when it ended by itself. To be asked after <see cref="WaitForExit"/>.</summary>
    public string? EndedBy => _child.EndedBy;

    /// <summary>Starts FFmpeg. Time stamps are given in ticks of <paramref name="timeBase"/>.</summary>
    public static Outcome<DecodingChild> Start(ChildStart start, Fraction timeBase, StreamPump? pump)
    {
        if (!ChildProcess.Start(start).TryGet(out var child, out var failure)) return failure;
        pump?.FeedTo(child);
        return new DecodingChild(child, timeBase);
    }

    /// <summary>Waits for the next frame's header; false when FFmpeg has ended, or was ended, here or within a header.</summary>
    public bool TryReadHeader(out long timestamp, out long size)
    {
        try
        {
            if (_demuxer.TryReadHeader(out var pts, out size))
            {
                timestamp = _demuxer.TimeBase.Rescale(pts, _timeBase);
                return true;
            }
        }
        catch (Exception ended) when (ended is EndOfStreamException or IOException)
        {
            // Cut off: the exit code says why.
        }

        (timestamp, size) = (0, 0);
        return false;
    }

    /// <summary>Fills in the pixels; false when FFmpeg ended within them.</summary>
    public bool TryRead(Span<byte> pixels)
    {
        try
        {
            _demuxer.ReadFrame(pixels);
            return true;
        }
        catch (Exception ended) when (ended is EndOfStreamException or IOException)
        {
            return false;
        }
    }

    /// <summary>Ends FFmpeg; whoever waits for a frame hears that there is none.</summary>
    public void Kill() => _child.Kill();

    /// <summary>The exit code, once there is nothing more to read.</summary>
    public int WaitForExit()
    {
        if (!_child.Exited.Wait(Farewell)) _child.Kill();
        return _child.Exited.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _child.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
