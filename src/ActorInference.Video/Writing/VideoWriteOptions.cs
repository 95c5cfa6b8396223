using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>What is written, and how.</summary>
public sealed record VideoWriteOptions : VideoTargetOptions
{
    /// <summary>Width and height of every frame, 1 or more each; kept exactly, odd ones too.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>Seconds a tick of the frames' time stamps; both numbers above 0.</summary>
    public required Fraction TimeBase { get; init; }

    /// <summary>Frames a second as the file says them; the times of frames are their own. Default <c>0/0</c>: unknown.</summary>
    public Fraction FrameRate { get; init; }

    /// <summary>Whether the time between frames varies; default false.</summary>
    public bool IsVariableFrameRate { get; init; }

    /// <summary>The matrix, range and tags to encode with; null, the default, means <see cref="VideoColors.Assume"/> for <see cref="Size"/>. Those of a source are kept by passing them here.</summary>
    public VideoColors? Colors { get; init; }

    /// <summary>FFmpeg's name of the source's pixel format, so that 4:4:4 stays 4:4:4; null, the default, means 4:2:0.</summary>
    public string? PixelFormat { get; init; }

    /// <summary>A file whose sound is copied, in time with frames whose time stamps count from that file's begin; null, the default, writes none.</summary>
    public string? Sound { get; init; }

    /// <summary>
    /// What tells this run from others. With it, what is done is kept in <c>TARGET.partial</c> when the run ends early, for <see cref="VideoTargetOptions.Resume"/>; without it, the default, that is removed.
    /// </summary>
    public RunIdentity? Run { get; init; }

    /// <summary>Options that keep what <paramref name="info"/> says of a source: size, times, colours. Sound and run are the caller's.</summary>
    public static VideoWriteOptions For(VideoInfo info) => new()
    {
        Size = info.Size,
        TimeBase = info.TimeBase,
        FrameRate = info.FrameRate,
        IsVariableFrameRate = info.IsVariableFrameRate,
        Colors = info.Colors,
        PixelFormat = info.PixelFormat,
    };

    /// <summary>What cannot work about these settings; null when they can. What a target makes of them is the target's to say: <see cref="VideoTarget.Check"/>.</summary>
    public Failure? Check()
    {
        if (Size.Width < 1 || Size.Height < 1) return new(ErrorKind.InvalidInput, $"A video of {Size} pixels cannot be written: both must be at least 1.");
        if (!TimeBase.IsPositive) return new(ErrorKind.InvalidInput, $"A video cannot be written in ticks of {TimeBase} seconds: both numbers must be above 0.");
        if (Resume && Run is null) return new(ErrorKind.InvalidInput, "A run can be resumed only when it has an identity: set Run.");
        return null;
    }
}
