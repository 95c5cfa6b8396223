using ActorInference;

namespace VideoStream;

/// <summary>What the program says.</summary>
internal static partial class LiveLog
{
    [LoggerMessage(1, LogLevel.Information, "{Source}: frames of {Size}")]
    public static partial void Opened(this ILogger logger, string source, string size);

    [LoggerMessage(2, LogLevel.Warning, "frame {Item}: {Failure}")]
    public static partial void FrameFailed(this ILogger logger, long item, Failure failure);

    [LoggerMessage(3, LogLevel.Error, "{Source}: {Failure}")]
    public static partial void SourceFailed(this ILogger logger, string source, Failure failure);
}
