namespace PictureCluster;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Some pictures failed, or all: the others are written.</summary>
    public const int SomeFailed = 1;

    /// <summary>Nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted; what was finished stays.</summary>
    public const int Interrupted = 130;
}
