namespace ActorInference.Cli.Running;

/// <summary>A picture to take through the model.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Output">Where its result goes.</param>
internal sealed record PictureFile(string Path, string Output);
