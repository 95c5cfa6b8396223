using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>A video to take through the model.</summary>
/// <param name="Source">What it is read from.</param>
/// <param name="Target">Where the result goes.</param>
/// <param name="KeepsPlace">Whether the input keeps its place below the output folder, whose folders are then made; a file that was named itself goes where it was named.</param>
internal sealed record VideoJob(VideoSource Source, VideoTarget Target, bool KeepsPlace)
{
    /// <summary>The target as it was named.</summary>
    public string Output => Target.Path;
}
