namespace ActorInference.Video;

/// <summary>What a child process is started with.</summary>
/// <param name="Program">The full path of the program.</param>
/// <param name="Arguments">Its arguments, each as it is.</param>
internal sealed record ChildStart(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Where its standard input comes from.</summary>
    public ChildInput Input { get; init; }

    /// <summary>Where its standard output goes.</summary>
    public ChildOutput Output { get; init; }

    /// <summary>Where it runs; null means where we do. Absolute paths in the arguments do not depend on it.</summary>
    public string? Folder { get; init; }
}
