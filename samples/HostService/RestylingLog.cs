using ActorInference;

namespace HostService;

/// <summary>What the service says; one line for what becomes of each picture.</summary>
internal static partial class RestylingLog
{
    [LoggerMessage(1, LogLevel.Information, "watching {Folder}")]
    public static partial void Watching(this ILogger logger, string folder);

    [LoggerMessage(2, LogLevel.Warning, "{Folder}: messages were lost ({Reason}); the folder is looked through")]
    public static partial void MessagesLost(this ILogger logger, string folder, string reason);

    [LoggerMessage(3, LogLevel.Information, "{Picture}: done, {Bytes} bytes")]
    public static partial void Done(this ILogger logger, string picture, int bytes);

    [LoggerMessage(4, LogLevel.Warning, "{Picture}: moved to the failed ones: {Failure}")]
    public static partial void Failed(this ILogger logger, string picture, Failure failure);

    [LoggerMessage(5, LogLevel.Warning, "{Picture}: attempt {Attempt} of {Attempts} failed: {Failure}")]
    public static partial void TriedAgain(this ILogger logger, string picture, int attempt, int attempts, Failure failure);

    [LoggerMessage(6, LogLevel.Information, "{Picture}: was changed while it was in work, and is looked at again")]
    public static partial void Changed(this ILogger logger, string picture);

    [LoggerMessage(7, LogLevel.Error, "{Picture}: the result cannot be written: {Failure} It is tried again in {Pause}")]
    public static partial void NotWritten(this ILogger logger, string picture, Failure failure, TimeSpan pause);

    [LoggerMessage(8, LogLevel.Error, "{Picture}: {Failure} It cannot be moved and is left alone until the next start: {Reason}")]
    public static partial void LeftAlone(this ILogger logger, string picture, Failure failure, string reason);

    [LoggerMessage(9, LogLevel.Warning, "{File}: is left alone: results have the names of their pictures, and are written as .jpg, .jpeg, .png or .webp")]
    public static partial void NotTaken(this ILogger logger, string file);
}
