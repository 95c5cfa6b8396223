namespace ActorInference.Cli.Terminal;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>All done.</summary>
    public const int Done = 0;

    /// <summary>Some items failed; the others are written.</summary>
    public const int SomeFailed = 1;

    /// <summary>Wrong usage, unreadable model or settings: nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted; what was finished stays. 128 and the number of SIGINT, as shells count.</summary>
    public const int Interrupted = 130;
}
