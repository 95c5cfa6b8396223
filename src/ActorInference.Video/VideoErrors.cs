using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>The one place that words what is wrong with a video that is read.</summary>
internal static class VideoErrors
{
    private static readonly string[] Missing =
        ["404", "No such file", "No such device", "Connection refused", "Name or service not known", "Failed to resolve", "No route to host", "Network is unreachable", "Connection timed out"];

    public static Failure NoFile(VideoSource source) => new(ErrorKind.NotFound, $"{source}: there is no such file.");

    public static Failure Folder(VideoSource source) => Invalid(source, "this is a folder, not a video.");

    public static Failure EmptyFile(VideoSource source) => Invalid(source, "the file is empty.");

    public static Failure EmptyInput(VideoSource source) => Invalid(source, "it is empty: not one byte came; see what the program before the pipe says.");

    public static Failure NoPictures(VideoSource source) => Invalid(source, "there is nothing in it that could be shown.");

    public static Failure OnlySound(VideoSource source, string codec) => Invalid(source, $"there is sound in it ({codec}) and no pictures; name a file with a video stream.");

    public static Failure NoFrame(VideoSource source, string codec) => Invalid(source, $"its video stream ({codec}) has not one frame that can be decoded.");

    public static Failure TooSlow(VideoSource source, TimeSpan limit) =>
        new(ErrorKind.DeadlineExceeded, $"{source}: nothing could be read within {limit.TotalSeconds:0.###} s; check that it is there and sending, or raise the probe limit.");

    public static Failure TooLongUnknown(VideoSource source, long bytes) =>
        Invalid(source, $"its first {bytes >> 20} MiB do not say what it is; send a format made for streams (MPEG-TS, Matroska, fragmented MP4), or read it from a file.");

    public static Failure IndexAtEnd(VideoSource source) =>
        Invalid(source, "this is an MP4 or MOV with its index at its end, which cannot be read from a pipe; name the file itself, or move the index to the front first (ffmpeg -i FILE -c copy -movflags +faststart NEW.mp4).");

    public static Failure InputBroken(VideoSource source, string problem) => Invalid(source, $"it cannot be read to its end: {problem.TrimEnd('.')}.");

    public static Failure Cancelled(VideoSource source) => new(ErrorKind.Cancelled, $"{source}: reading it was cancelled.");

    /// <summary>ffprobe gave up.</summary>
    public static Failure Unreadable(VideoSource source, string? words)
    {
        var because = Because(source, words);
        var isMissing = words is not null && Array.Exists(Missing, text => words.Contains(text, StringComparison.OrdinalIgnoreCase));
        return isMissing
            ? new(ErrorKind.NotFound, $"{source}: it cannot be reached{because}.")
            : Invalid(source, $"FFmpeg cannot read it as a video{because}.");
    }

    /// <summary>ffprobe was ended.</summary>
    public static Failure NotLookedAt(VideoSource source, string signal) => new(ErrorKind.SessionFailed, $"{source}: ffprobe, which was to look at it, was ended by {signal}; try again.");

    /// <summary>FFmpeg was ended in the middle, which says nothing about the source.</summary>
    public static Failure Killed(VideoSource source, long frames, string signal, string? words) =>
        new(ErrorKind.SessionFailed, $"{source}: FFmpeg was ended by {signal} after {Count(frames)}; try again{Because(source, words)}.");

    /// <summary>FFmpeg ended in the middle, with an error.</summary>
    public static Failure Died(VideoSource source, long frames, int exitCode, string? words)
    {
        var kind = words?.Contains("Cannot allocate memory", StringComparison.Ordinal) == true ? ErrorKind.OutOfMemory : ErrorKind.InvalidInput;
        return new(kind, $"{source}: FFmpeg gave up after {Count(frames)} with exit code {exitCode}{Because(source, words)}.");
    }

    /// <summary>FFmpeg ended without an error, and less came than the source had promised.</summary>
    public static Failure Truncated(VideoSource source, long frames, string promised, string? words) =>
        Invalid(source, $"it is truncated or damaged: it ends after {Count(frames)}{promised}; the frames until there are good{Because(source, words)}.");

    public static Failure Stalled(VideoSource source, long frames, TimeSpan limit) =>
        new(ErrorKind.DeadlineExceeded, $"{source}: nothing came for {limit.TotalSeconds:0.###} s after {Count(frames)}; check that it is sending.");

    public static Failure Ended(VideoSource source, long frames) => new(ErrorKind.NotFound, $"{source}: it stopped sending after {Count(frames)}.");

    public static Failure Lost(VideoSource source, int attempts, Failure last) =>
        attempts == 0 ? last : new(last.Kind, $"{source}: the source was lost and {attempts} attempts in a row did not bring it back; the last ended so: {last.Message}");

    public static Failure Misunderstood(VideoSource source, string what) =>
        new(ErrorKind.Internal, $"{source}: FFmpeg sent what cannot be understood ({what}); name FFmpeg 5.1 or newer by {FfmpegOptions.Setting}.");

    public static Failure CannotSkip(VideoSource source) => Invalid(source, "frames of a live source cannot be skipped: it has no beginning to go back to.");

    public static Failure TooManyPixels(VideoSource source, PictureSize size, long limit) =>
        Invalid(source, $"{size} is {size.Pixels / 1e6:N0} megapixels a frame, more than the limit of {limit / 1e6:0.##}; raise the pixel limit if frames are meant to be that large.");

    public static Failure OutOfMemory(VideoSource source, PictureSize size) => new(ErrorKind.OutOfMemory, $"{source}: there is not enough memory for a frame of {size}.");

    public static Failure Bug(VideoSource source, Exception exception) =>
        new(ErrorKind.Internal, $"{source}: This is a bug: reading ended with {exception.GetType().Name}: {exception.Message}");

    public static string Count(long frames) => frames == 1 ? "1 frame" : $"{frames} frames";

    private static Failure Invalid(VideoSource source, string text) => new(ErrorKind.InvalidInput, $"{source}: {text}");

    // FFmpeg repeats the location, with the password that the name leaves out.
    private static string Because(VideoSource source, string? words) =>
        words is null ? "" : $" ({words.Replace(source.Location + ": ", "", StringComparison.Ordinal).Replace(source.Location, source.Name, StringComparison.Ordinal)})";
}
