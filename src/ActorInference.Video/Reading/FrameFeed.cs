using System.Threading.Channels;
using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>
/// The thread that reads a source ahead of whoever takes its frames: it runs FFmpeg, again when a live source breaks off, and puts frames into a channel that holds
/// <see cref="VideoReadOptions.ReadAhead"/> of them. When that is full FFmpeg waits, and with it a source that can.
/// </summary>
internal sealed class FrameFeed : IAsyncDisposable
{
    private readonly VideoSource _source;
    private readonly Probed _probed;
    private readonly VideoReadOptions _options;
    private readonly FfmpegPrograms _programs;
    private readonly Channel<VideoFrame> _frames;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private DecodingChild? _child; // under the lock: the one to end when we stop
    private StreamPump? _input; // for the thread that reads
    private int _reconnects;

    /// <summary>Starts to read. Owns <paramref name="input"/>.</summary>
    public FrameFeed(VideoSource source, Probed probed, FfmpegPrograms programs, VideoReadOptions options, StreamPump? input)
    {
        (_source, _probed, _programs, _options, _input) = (source, probed, programs, options, input);
        _frames = Channel.CreateBounded<VideoFrame>(new BoundedChannelOptions(options.ReadAhead) { SingleWriter = true });
        new Thread(Run) { IsBackground = true, Name = $"video {source.Name}" }.Start();
    }

    /// <summary>The frames, in order; whoever takes one owns it. Completed at the source's end, with <see cref="Failure"/> set if that was no good end.</summary>
    public ChannelReader<VideoFrame> Frames => _frames.Reader;

    /// <summary>Why the source ended; null when it was complete. Set before <see cref="Frames"/> is completed.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>What FFmpeg complained of although every frame came; null when it did not. Set before <see cref="Frames"/> is completed.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Whether the source can be seen to have been longer, by a part of what is no frame. Set before <see cref="Frames"/> is completed.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>How often a live source was opened again.</summary>
    public int Reconnects => Volatile.Read(ref _reconnects);

    // Standard input that has ended is over; it cannot be opened again.
    private bool CanReopen => _probed.Info.IsLive && _source.Kind != VideoSourceKind.StandardInput;

    /// <summary>Ends FFmpeg and the thread, disposes frames that nobody took, and returns when all are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        lock (_lock) _child?.Kill();
        await _ended.Task.ConfigureAwait(false);
        while (_frames.Reader.TryRead(out var frame)) frame.Dispose();
        _input?.Dispose();
    }

    // The thread. Whatever happens, the channel is completed and the end told.
    private void Run()
    {
        using (var outlet = new FrameOutlet(_frames.Writer, _probed, _options, _stop.Token)) Failure = Guarded(outlet);
        _frames.Writer.Complete();
        _ended.SetResult();
    }

    private Failure? Guarded(FrameOutlet outlet)
    {
        try
        {
            return CanReopen ? ReadLive(outlet) : ReadOnce(outlet);
        }
        catch (OperationCanceledException)
        {
            return VideoErrors.Cancelled(_source);
        }
        catch (OutOfMemoryException)
        {
            return VideoErrors.OutOfMemory(_source, _probed.Info.Size);
        }
        catch (InvalidDataException wrong)
        {
            return VideoErrors.Misunderstood(_source, wrong.Message);
        }
        catch (Exception bug)
        {
            return VideoErrors.Bug(_source, bug);
        }
    }

    private Failure? ReadLive(FrameOutlet outlet)
    {
        for (var attempt = 0; ;)
        {
            var before = outlet.Count;
            var failure = ReadOnce(outlet) ?? VideoErrors.Ended(_source, outlet.Count);
            attempt = outlet.Count > before ? 1 : attempt + 1;
            if (attempt > _options.Reconnect.Attempts) return VideoErrors.Lost(_source, _options.Reconnect.Attempts, failure);
            var pause = Backoff.Before(attempt, _options.Reconnect, Random.Shared.NextDouble());
            Task.Delay(pause, _options.Ffmpeg.Time, _stop.Token).GetAwaiter().GetResult();
            Interlocked.Increment(ref _reconnects);

            // What we had read of the address ourselves has ended; from now on FFmpeg opens it.
            _input?.Dispose();
            _input = null;
            outlet.Reopen();
        }
    }

    private Failure? ReadOnce(FrameOutlet outlet)
    {
        ChildStart start = new(_programs.Ffmpeg, ReadArguments.Of(_source, _probed, _options, isPumped: _input is not null))
        {
            Output = ChildOutput.Read,
            Input = _input is null ? ChildInput.None : ChildInput.Fed,
        };
        if (!DecodingChild.Start(start, _probed.Info.TimeBase, _input).TryGet(out var child, out var failure)) return failure;
        using (child)
        {
            lock (_lock) _child = child;
            try
            {
                // Whoever stops us kills the child that is found under the lock; this is for the one that came a moment later.
                _stop.Token.ThrowIfCancellationRequested();
                return ReadFrames(child, outlet);
            }
            finally
            {
                lock (_lock) _child = null;
            }
        }
    }

    private Failure? ReadFrames(DecodingChild child, FrameOutlet outlet)
    {
        var mayStall = _source.Kind is VideoSourceKind.Address or VideoSourceKind.Device;
        using var guard = new StallGuard(child, mayStall ? _options.Reconnect.Stall : null, _options.Ffmpeg.Time);
        for (guard.Arm(); ReadFrame(child) is { } frame; guard.Arm())
        {
            guard.Disarm();
            outlet.Put(frame.Picture, frame.Stamp);
        }

        guard.Disarm();
        var exitCode = child.WaitForExit();
        _stop.Token.ThrowIfCancellationRequested();
        if (guard.Stalled) return VideoErrors.Stalled(_source, outlet.Count, _options.Reconnect.Stall);
        var killed = child.EndedBy is { } signal ? VideoErrors.Killed(_source, outlet.Count, signal, child.LastWords) : null;
        if (CanReopen) return killed ?? (exitCode == 0 ? null : VideoErrors.Died(_source, outlet.Count, exitCode, child.LastWords));

        var failure = _input?.Problem is { } problem ? VideoErrors.InputBroken(_source, problem) : killed ?? SourceEnd.Judge(_source, _probed, outlet.Count, outlet.UsualEnd, exitCode, child.LastWords);
        if (failure is null) (Complaint, IsCutShort) = (child.LastWords, CutShort.IsTransportStream(_source, _probed));
        outlet.End(complete: failure is null);
        return failure;
    }

    private (Picture Picture, long Stamp)? ReadFrame(DecodingChild child)
    {
        if (!child.TryReadHeader(out var stamp, out var size)) return null;
        var picture = Picture.Allocate(_probed.Info.Size, _probed.Info.Name, pool: _options.Pool);
        if (size == picture.Pixels.ByteLength && child.TryRead(picture.Pixels.Bytes())) return (picture, stamp);
        var expected = picture.Pixels.ByteLength;
        picture.Dispose();
        return size == expected ? null : throw new InvalidDataException($"a frame of {size} bytes where {_probed.Info.Size} takes {expected}");
    }
}
