namespace ActorInference.Cli.Running;

/// <summary>One file to work on. Of a million each has a name of its own alone: that of the folder is shared.</summary>
/// <param name="Folder">The folder it was found in, as it was named; empty for the current one.</param>
/// <param name="Relative">Its place below that folder; its bare name when it was named itself.</param>
internal readonly record struct InputFile(string Folder, string Relative)
{
    /// <summary>Where it is.</summary>
    public string Path => System.IO.Path.Combine(Folder, Relative);

    /// <summary>A file that was named itself.</summary>
    public static InputFile Named(string path) => new(System.IO.Path.GetDirectoryName(path) ?? "", System.IO.Path.GetFileName(path));
}
