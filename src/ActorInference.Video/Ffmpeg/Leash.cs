using System.Diagnostics;

namespace ActorInference.Video;

/// <summary>
/// What a child is started through so that it cannot outlive us and does not hear the terminal. Linux kills a child on the leash when the thread that started it ends, with our process
/// at the latest, kill -9 included; and Ctrl-C at a terminal reaches us alone, who decide what becomes of the child. See docs/decisions/08-ffmpeg-as-a-child.md for other systems.
/// </summary>
internal static class Leash
{
    // Both programs are part of util-linux; others of the same name (busybox) may lack the option, so it is tried once.
    private static readonly Lazy<string[]> Words = new(Make);

    /// <summary>Program and arguments that <paramref name="program"/> and its own arguments are to follow; empty where there is no leash.</summary>
    public static string[] For(string program) => [.. Words.Value, program];

    private static string[] Make()
    {
        if (!OperatingSystem.IsLinux()) return [];
        var words = new List<string>();
        if (ProgramPath.Find("setpriv") is { } setpriv && Works([setpriv, "--pdeathsig", "KILL", "--"])) words.AddRange([setpriv, "--pdeathsig", "KILL", "--"]);

        // The signal to die stays set across exec. setsid forks only when it leads a process group, which no child of ours does.
        if (ProgramPath.Find("setsid") is { } setsid && Works([setsid])) words.Add(setsid);
        return [.. words];
    }

    private static bool Works(string[] words)
    {
        if (ProgramPath.Find("true") is not { } nothing) return false;
        var start = new ProcessStartInfo(words[0], [.. words[1..], nothing]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            using var process = Process.Start(start);
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
