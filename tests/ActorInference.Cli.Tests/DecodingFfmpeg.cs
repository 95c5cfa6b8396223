using System.Diagnostics;

namespace ActorInference.Cli.Tests;

/// <summary>The FFmpeg that decodes a file for the program, found in /proc: what the system picks that is out of memory.</summary>
internal static class DecodingFfmpeg
{
    /// <summary>The process that reads <paramref name="path"/> and writes raw frames; there must be one.</summary>
    public static Process Of(string path)
    {
        var name = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(path)!;
        var found = Directory.GetDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _) && Decodes(process, folder, name)).ToList();
        return Process.GetProcessById(int.Parse(Path.GetFileName(Assert.Single(found))));
    }

    private static bool Decodes(string process, string folder, string name)
    {
        try
        {
            var words = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
            return words.Contains("pipe:1") && words.Any(word => word.EndsWith(name, StringComparison.Ordinal)) && new DirectoryInfo(Path.Combine(process, "cwd")).LinkTarget == folder;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
