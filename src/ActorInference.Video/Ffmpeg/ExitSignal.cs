namespace ActorInference.Video;

/// <summary>Tells a child that was ended by a signal from one that ended by itself.</summary>
internal static class ExitSignal
{
    // .NET gives 128 + the signal. FFmpeg 6.1 and newer end with the low byte of their error, which for those that reading ends with (such as 183, invalid data) lies above.
    private const int Signalled = 128;
    private const int Largest = 31;

    // What every FFmpeg ends with that was told to: it catches that signal and says nothing of it.
    private const int ToldToEnd = 255;

    // The same code is EPERM for newer ones, which do say that.
    private const string NotPermitted = "Operation not permitted";

    /// <summary>What ended the child, in words that stand behind "was ended by"; null when it ended by itself.</summary>
    public static string? Of(int exitCode, string? words) => exitCode switch
    {
        Signalled + 9 => "signal 9 (killed by somebody, or by the system for want of memory)",
        Signalled + 4 or Signalled + 6 or Signalled + 7 or Signalled + 8 or Signalled + 11 => $"signal {exitCode - Signalled} (it crashed)",
        > Signalled and <= Signalled + Largest => $"signal {exitCode - Signalled}",
        ToldToEnd when words?.Contains(NotPermitted, StringComparison.Ordinal) != true => "somebody who told it to end",
        _ => null,
    };
}
