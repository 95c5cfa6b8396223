using ActorInference.Cli.Terminal;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>How many frames of a video there are, in words: those of this run, and with them those of the run it went on with.</summary>
internal static class VideoSummary
{
    /// <summary><c>1 frame</c>, <c>2 frames</c>.</summary>
    public static string Frames(long count) => count == 1 ? "1 frame" : $"{count} frames";

    /// <summary>What was there as the target was opened, and where in a source of that many <paramref name="frames"/> it goes on; null where nothing was there.</summary>
    public static string? Before(VideoWriter writer, long next, long? frames)
    {
        if (writer.WrittenBefore == 0) return null;
        var rest = next >= frames ? "only the end is left to be done" : $"going on with frame {next}";
        return $"{writer.Path}: {Are(writer.WrittenBefore)} there already; {rest}";
    }

    /// <summary>A target that is finished.</summary>
    public static string Written(VideoWriter writer) =>
        writer.WrittenBefore == 0 ? $"{Frames(writer.Written)} written to {writer.Path}" : $"{More(writer)} written to {writer.Path}, {InAll(writer)} in all";

    /// <summary>A target that is left for another time.</summary>
    public static string Left(VideoWriter writer)
    {
        if (InAll(writer) == 0) return $"{writer.Path} is not finished: no frame of it is done";
        var done = writer.WrittenBefore == 0 ? $"{Are(writer.Written)} done" : $"{More(writer)} {(writer.Written == 1 ? "is" : "are")} done, {InAll(writer)} in all";
        return $"{writer.Path} is not finished: {done}; --resume goes on from there";
    }

    /// <summary>How many frames the target has.</summary>
    public static long InAll(VideoWriter writer) => writer.WrittenBefore + writer.Written;

    private static string Are(long count) => count == 1 ? "1 frame is" : $"{count} frames are";

    private static string More(VideoWriter writer) => $"{Frames(writer.Written)} more";
}
