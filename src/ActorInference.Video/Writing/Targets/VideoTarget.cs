namespace ActorInference.Video;

/// <summary>What a path stands for as the target of a video, and what of a run cannot work with it: all that can be known before there is a frame.</summary>
public sealed record VideoTarget
{
    internal const string StandardOutput = "-";

    private VideoTarget(string path, VideoTargetKind kind) => (Path, Kind) = (path, kind);

    /// <summary>The extensions of video files, each with its dot.</summary>
    public static IReadOnlyList<string> FileExtensions => Container.Extensions;

    /// <summary>The path, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    public VideoTargetKind Kind { get; }

    /// <summary>Whether the path is a folder's alone, in which pictures get their usual names, <c>%08d.png</c>.</summary>
    public bool IsFolder { get; private init; }

    /// <summary>Whether it has a quality to choose (<see cref="VideoTargetOptions.Quality"/>).</summary>
    public bool HasQuality => Encoder?.MaxQuality is not null;

    /// <summary>The full path of the file, or of the pictures' folder; null of a pipe.</summary>
    internal string? Place => Kind == VideoTargetKind.StandardOutput ? null : Pattern?.Folder ?? System.IO.Path.GetFullPath(Path);

    /// <summary>Of a file, its kind.</summary>
    internal Container? Container { get; private init; }

    /// <summary>Of pictures, where they are and how they are called.</summary>
    internal PicturePattern? Pattern { get; private init; }

    private EncoderFacts? Encoder => Container is null ? null : EncoderFacts.Of(Container.Codec);

    /// <summary>
    /// What a path stands for: <c>-</c> is standard output; a folder that is there, a path that ends as a folder's, and a name with a number (<c>frames/%08d.png</c>; also .jpg and .webp) are
    /// pictures; <c>.mp4</c>, <c>.mkv</c>, <c>.webm</c> and <c>.gif</c> are files. Anything else is a failure that says what would be right.
    /// </summary>
    public static Outcome<VideoTarget> Parse(string path)
    {
        if (path == StandardOutput) return new VideoTarget(path, VideoTargetKind.StandardOutput);
        if (PicturePattern.Of(path) is { } pictures)
        {
            return pictures.TryGet(out var pattern, out var failure)
                ? new VideoTarget(path, VideoTargetKind.Pictures) { Pattern = pattern, IsFolder = PicturePattern.IsFolder(path) }
                : failure;
        }

        return File(path);
    }

    /// <summary>A video file, by its path, whatever else it may look like; a failure when its extension is none of <see cref="FileExtensions"/>.</summary>
    public static Outcome<VideoTarget> File(string path) => Container.Of(path) is { } container
        ? new VideoTarget(path, VideoTargetKind.File) { Container = container }
        : new Failure(ErrorKind.InvalidInput, $"{path}: video is written as {string.Join(", ", FileExtensions)}, to a folder of pictures (FOLDER/ or FOLDER/%08d.png) or to '{StandardOutput}'.");

    /// <summary>Whether a path is meant for pictures, rightly or not: it is a folder's, or its name has a number as in <c>%08d.png</c>.</summary>
    public static bool IsMeantForPictures(string path) => PicturePattern.Of(path) is not null;

    /// <summary>Why a run with these options cannot be written here, whatever the machine; null when it can.</summary>
    public Failure? Check(VideoTargetOptions options)
    {
        if (options.Resume && Kind == VideoTargetKind.StandardOutput) return Invalid("what went into a pipe cannot be gone on with; name a file, or write without resuming.");
        if (options.Quality is not { } quality) return null;
        if (Encoder is not { MaxQuality: { } most } encoder) return Invalid("has no quality (crf) to choose, as only H.264 (.mp4, .mkv) and VP9 (.webm) have; leave it out.");
        return quality < 0 || quality > most ? Invalid($"the quality (crf) must be 0, the best, to {most} for {encoder.Codec}, not {quality}.") : null;
    }

    /// <summary>Why FFmpeg cannot write it: it is not there, or has not the encoder or the container; null when it can. Asks FFmpeg once a process.</summary>
    public async Task<Failure?> CheckProgramAsync(VideoTargetOptions options, CancellationToken cancel = default)
    {
        if (!FfmpegPrograms.Find(options.Ffmpeg).TryGet(out var programs, out var failure)) return failure;
        string[] encoders = Encoder is not { } encoder ? [] : Container!.Muxer == "gif" ? [encoder.Name, "gif"] : [encoder.Name];
        string[] muxers = Container is not null ? ["mp4", Container.Muxer] : Kind == VideoTargetKind.StandardOutput && options.Raw == RawFormat.Y4m ? ["yuv4mpegpipe"] : [];
        return await FfmpegAbilities.CheckAsync(programs, Path, encoders, muxers, cancel).ConfigureAwait(false);
    }

    /// <summary>Why it cannot be where it is to be: no folder, one that cannot be written to, or one with such pictures already; null when it can. Leaves nothing there.</summary>
    public Failure? CheckPlace(VideoTargetOptions options)
    {
        try
        {
            if (Place is not { } full) return null;
            if (TargetFolder.WhyNone(Path, full) is { } none) return none;
            if (Pattern is null ? Directory.Exists(full) : System.IO.File.Exists(full)) return Invalid(Pattern is null ? "is a folder." : $"{full} is a file, not a folder.");

            // A run that was cut off while it moved its pictures there goes on with that.
            if (Pattern is not null && !(options.Resume && Directory.Exists(RunFolder.PathOf(full))) && PictureTarget.Check(Pattern) is { } taken) return taken;
            TargetFolder.Try(full);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Invalid($"cannot be written: {refused.Message}");
        }
    }

    /// <summary>All that can be known before there is a frame: <see cref="Check"/>, <see cref="CheckPlace"/> and <see cref="CheckProgramAsync"/>. <see cref="VideoWriter.OpenAsync(VideoTarget, VideoWriteOptions, CancellationToken)"/> asks it too.</summary>
    public async Task<Failure?> CheckAsync(VideoTargetOptions options, CancellationToken cancel = default) =>
        Check(options) ?? CheckPlace(options) ?? await CheckProgramAsync(options, cancel).ConfigureAwait(false);

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    private Failure Invalid(string text) => new(ErrorKind.InvalidInput, $"{Path}: {text}");
}
