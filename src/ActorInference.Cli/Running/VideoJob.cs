using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>A video to take through the model.</summary>
/// <param name="Source">What it is read from.</param>
/// <param name="Output">Where the result goes: a file, a folder of pictures, or <c>-</c>.</param>
/// <param name="MakesFolder">Whether the folder of the result is made where it is not there, as for all that lies below an output folder.</param>
internal sealed record VideoJob(VideoSource Source, string Output, bool MakesFolder);
