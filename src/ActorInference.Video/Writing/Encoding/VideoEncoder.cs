using System.Runtime.CompilerServices;
using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>
/// An FFmpeg that is fed with frames. One caller at a time; disposing kills it. A call that is cancelled kills it too, for half a frame cannot be taken back.
/// </summary>
internal sealed class VideoEncoder : IAsyncDisposable
{
    // A child that closed its input is on its way out; this bounds one that is not.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly ChildProcess _child;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly Func<bool> _write;
    private readonly byte[] _header = new byte[MatroskaFeed.FrameHeaderLength];

    // What the next write takes: set before it starts, on the caller's thread.
    private Picture? _picture;
    private int _headerLength;

    private VideoEncoder(ChildProcess child, TimeProvider time, string name)
    {
        _child = child;
        _time = time;
        _name = name;
        _write = Write;
    }

    /// <summary>What FFmpeg last complained of; null for nothing. Complete when it has ended.</summary>
    public string? Complaint => _child.LastWords;

    /// <summary>Starts FFmpeg. <paramref name="name"/> is what messages call the target.</summary>
    public static Outcome<VideoEncoder> Start(string ffmpeg, string[] arguments, string name, TimeProvider time, ChildOutput output = ChildOutput.None)
    {
        var start = new ChildStart(ffmpeg, arguments) { Input = ChildInput.Fed, Output = output };
        return ChildProcess.Start(start).TryGet(out var child, out var failure) ? new VideoEncoder(child, time, name) : failure;
    }

    /// <summary>Writes what stands before the first frame.</summary>
    public async ValueTask<Failure?> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            using var registration = cancel.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), _child);
            await _child.Input.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            return await WhyAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a frame with its time in nanoseconds; without one, bare pixels. Waits while FFmpeg is busy.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Failure?> WriteAsync(Picture picture, long? nanoseconds, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return Cancelled();
        _picture = picture;
        _headerLength = nanoseconds is null ? 0 : _header.Length;
        if (nanoseconds is { } time) MatroskaFeed.WriteFrameHeader(_header, time, picture.Pixels.ByteLength);

        // The pipe blocks while FFmpeg is busy, and .NET's own asynchronous writes to pipes block a thread of the pool just the same.
        using var registration = cancel.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), _child);
        var written = await Task.Run(_write, CancellationToken.None).ConfigureAwait(false);
        return written ? null : await WhyAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Lets <paramref name="write"/> write to FFmpeg, on a thread of the pool; its own failure comes back, and what FFmpeg says when it reads no more.</summary>
    public async Task<Failure?> FillAsync(Func<Stream, Failure?> write, CancellationToken cancel)
    {
        using var registration = cancel.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), _child);
        try
        {
            return await Task.Run(() => write(_child.Input), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            // Reading what is to be written throws the same: then FFmpeg has nothing to say.
            CloseInput();
            var why = await WhyAsync(cancel).ConfigureAwait(false);
            return _child.LastWords is null && why.Kind != ErrorKind.Cancelled ? new(ErrorKind.InvalidInput, $"{_name}: cannot be written: {broken.Message}") : why;
        }
    }

    /// <summary>Ends the input and waits until FFmpeg has written everything.</summary>
    public async Task<Failure?> FinishAsync(CancellationToken cancel)
    {
        CloseInput();
        using var registration = cancel.UnsafeRegister(static child => ((ChildProcess)child!).Kill(), _child);
        var code = await _child.Exited.ConfigureAwait(false);
        return code == 0 ? null : cancel.IsCancellationRequested ? Cancelled() : GaveUp(code);
    }

    /// <summary>Like <see cref="FinishAsync"/> for a run that ends early: FFmpeg gets a moment to write what it has, and no more.</summary>
    public async Task LeaveAsync()
    {
        CloseInput();
        await AwaitExitAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _child.DisposeAsync();

    // On a thread of the pool. False when FFmpeg reads no more.
    private unsafe bool Write()
    {
        var pixels = _picture!.Pixels;
        using var hold = pixels.Memory.Hold();
        try
        {
            if (_headerLength > 0) _child.Input.Write(_header, 0, _headerLength);
            var address = (byte*)hold.Address;
            for (var left = (long)pixels.ByteLength; left > 0;)
            {
                var count = (int)Math.Min(left, 1 << 30);
                _child.Input.Write(new ReadOnlySpan<byte>(address, count));
                address += count;
                left -= count;
            }

            return true;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task<Failure> WhyAsync(CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return Cancelled();
        await AwaitExitAsync().ConfigureAwait(false);
        return GaveUp(await _child.Exited.ConfigureAwait(false));
    }

    private async Task AwaitExitAsync()
    {
        try
        {
            await _child.Exited.WaitAsync(Farewell, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _child.Kill();
            await _child.Exited.ConfigureAwait(false);
        }
    }

    private void CloseInput()
    {
        try
        {
            _child.Input.Dispose();
        }
        catch (IOException)
        {
            // The child is gone; its exit code says the rest.
        }
    }

    private Failure Cancelled() => new(ErrorKind.Cancelled, $"{_name}: writing was cancelled.");

    private Failure GaveUp(int code) => _child.EndedBy is { } signal
        ? new(ErrorKind.SessionFailed, $"{_name}: cannot be written: FFmpeg was ended by {signal}{(_child.LastWords is { } words ? $" ({words})" : "")}.")
        : new(ErrorKind.InvalidInput, $"{_name}: cannot be written: FFmpeg gave up ({_child.LastWords ?? $"it said nothing and ended with code {code}"}).");
}
