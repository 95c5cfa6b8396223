using System.Globalization;
using System.Runtime.CompilerServices;

namespace ActorInference.Video;

/// <summary>
/// A video file. Frames are encoded into a part in the run's folder; parts become the file in <see cref="CompleteAsync"/>. A run that went through has one part, one that was resumed has
/// one more for each time.
/// </summary>
internal sealed class FileTarget : IVideoTarget
{
    private readonly VideoWriteOptions _options;
    private readonly Container _container;
    private readonly FfmpegPrograms _programs;
    private readonly PartsJoin _join;
    private readonly RunFolder _folder;
    private readonly string _target;
    private readonly List<RunPart> _parts;
    private readonly TargetClock _clock;
    private readonly List<string> _remarks;

    // The part that is being written: from its first frame on, so that none is empty.
    private PartWriter? _part;

    public FileTarget(string target, VideoWriteOptions options, Container container, FfmpegPrograms programs, SoundPlan sound, RunFolder folder, List<string> remarks)
    {
        _options = options;
        _container = container;
        _programs = programs;
        _folder = folder;
        _target = target;
        _remarks = remarks;
        _parts = [.. folder.Files(".mp4").Where(file => Number(file) is not null).Select(RunPart.Recover).OfType<RunPart>()];
        FramesBefore = _parts.Sum(part => part.Frames);
        _join = new(programs, new(options, container, sound), target, options.Ffmpeg.Time);
        _clock = new(options.TimeBase, container.ScaleFor(options.TimeBase), _parts.Count == 0 ? -1 : _parts[^1].Last.Begin);
    }

    /// <inheritdoc/>
    public long NextFrame => _parts.Count == 0 ? 0 : _parts[^1].Last.Index + 1;

    /// <inheritdoc/>
    public long FramesBefore { get; }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Failure?> WriteAsync(VideoFrame frame, CancellationToken cancel)
    {
        try
        {
            if (_part is null && await BeginAsync(cancel).ConfigureAwait(false) is { } failure) return failure;
            var (begin, end) = _clock.Next(frame.Timestamp, frame.Duration);
            return await _part!.WriteAsync(frame, new(frame.Index, begin, end), _clock.Tick, cancel).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Refused(refused);
        }
    }

    /// <inheritdoc/>
    public async Task<Failure?> CompleteAsync(CancellationToken cancel)
    {
        if (_part is not null && await _part.FinishAsync(cancel).ConfigureAwait(false) is { } failure) return failure;
        try
        {
            if (await ClosePartAsync().ConfigureAwait(false) is { } path && RunPart.Cut(path) is { } part) _parts.Add(part);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Refused(refused);
        }

        if (_parts.Count == 0) return new(ErrorKind.InvalidInput, $"{_target}: cannot be written: there was not one frame.");
        if (_container.Muxer == "gif" && _clock.Closest == 1) _remarks.Add("Some frames are 1/100 s apart, which most programs show as 1/10 s; a GIF of 50 frames a second or fewer plays as it should.");
        if (_clock.Moved > 0) _remarks.Add($"{_clock.Moved} frames had the time of the frame before them, in ticks of {_clock.Tick} s, and were moved behind it.");
        return await _join.JoinAsync(_parts, _folder.File("whole" + _container.Extension), cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task AbandonAsync(bool keep)
    {
        if (keep && _part is not null) await _part.LeaveAsync().ConfigureAwait(false);
        await ClosePartAsync().ConfigureAwait(false);
        if (keep) _folder.Dispose();
        else _folder.Delete();
    }

    private static int? Number(string part) => int.TryParse(Path.GetFileNameWithoutExtension(part), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task<Failure?> BeginAsync(CancellationToken cancel)
    {
        var path = _folder.File($"{(_parts.Count == 0 ? 1 : Number(_parts[^1].Path) + 1):0000}.mp4");
        var arguments = EncoderArguments.Part(_options, _container.Codec, _clock.Scale, path);
        return PartWriter.Start(path, _programs.Ffmpeg, arguments, _target, _options.Ffmpeg.Time).TryGet(out _part, out var failure)
            ? await _part.BeginAsync(_options, cancel).ConfigureAwait(false)
            : failure;
    }

    // The path of the part that was open; null when none was.
    private async Task<string?> ClosePartAsync()
    {
        if (_part is not { } part) return null;
        _part = null;
        await part.DisposeAsync().ConfigureAwait(false);
        return part.Path;
    }

    private Failure Refused(Exception refused) => new(ErrorKind.InvalidInput, $"{_target}: cannot be written: {refused.Message}");
}
