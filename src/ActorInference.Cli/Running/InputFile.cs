namespace ActorInference.Cli.Running;

/// <summary>One file to work on.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Relative">Its place below the folder it was found in; its bare name when it was named itself.</param>
internal sealed record InputFile(string Path, string Relative);
