using System.Threading.Channels;
using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>
/// Numbers pictures, gives them their time and duration, and hands them over. The duration of a frame is known when the next one is there, so a frame of a file waits for that;
/// frames of a live source do not wait, and last as long as is usual. For the thread that reads.
/// </summary>
internal sealed class FrameOutlet(ChannelWriter<VideoFrame> frames, Probed probed, VideoReadOptions options, CancellationToken stop) : IDisposable
{
    private readonly LiveClock _clock = new(probed, options.Ffmpeg.Time);
    private Picture? _held;
    private long _heldStamp;

    /// <summary>Frames that have come, with those that were skipped.</summary>
    public long Count { get; private set; } = options.Skip;

    /// <summary>Where the last frame ends if it is as long as is usual, in ticks; null before one has come.</summary>
    public long? UsualEnd { get; private set; }

    /// <summary>A live source was opened again.</summary>
    public void Reopen() => _clock.Reopen();

    /// <summary>Takes over a picture; blocks while there is no room.</summary>
    public void Put(Picture picture, long stamp)
    {
        var held = (_held, _heldStamp);
        (_held, _heldStamp) = (picture, probed.Info.IsLive ? _clock.Place(stamp) : stamp);
        Count++;
        UsualEnd = _heldStamp + probed.FrameTicks;
        if (probed.Info.IsLive) Flush(probed.FrameTicks);
        else if (held._held is { } before) Write(new(before, Count - 2, held._heldStamp, Math.Max(0, stamp - held._heldStamp)));
    }

    /// <summary>Hands over the last frame of a file; <paramref name="complete"/> says that the source ended where it should.</summary>
    public void End(bool complete)
    {
        // Evenly spaced frames are all of one length, whatever the container says of its end, which may be that of the sound.
        var told = complete && probed.End is { } end && end > _heldStamp ? end - _heldStamp : probed.FrameTicks;
        Flush(probed.Info.IsVariableFrameRate ? told : probed.FrameTicks);
    }

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();

    private void Flush(long duration)
    {
        if (_held is not { } last) return;
        _held = null;
        Write(new(last, Count - 1, _heldStamp, duration));
    }

    private void Write(VideoFrame frame)
    {
        if (frames.TryWrite(frame)) return;
        try
        {
            frames.WriteAsync(frame, stop).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception ended) when (ended is OperationCanceledException or ChannelClosedException)
        {
            frame.Dispose();
            throw;
        }
    }
}
