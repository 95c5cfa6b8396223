using System.Diagnostics;
using System.Text;
using Xunit;

namespace ActorInference.TestKit;

/// <summary>Runs ffmpeg and ffprobe themselves: they make clips, and are the yardstick of what is read and written.</summary>
public static class Ffmpeg
{
    /// <summary>Whether ffmpeg is on the PATH.</summary>
    public static bool IsThere { get; } = FfmpegScript.Folders.Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg")));

    /// <summary>Makes <paramref name="path"/>, which comes back, with arguments as on a command line, split at spaces.</summary>
    public static string Make(string arguments, string path) => Make([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], path);

    /// <summary>Makes <paramref name="path"/>, which comes back.</summary>
    public static string Make(string[] arguments, string path)
    {
        Run("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments, path]);
        return path;
    }

    /// <summary>The pixels of all frames as FFmpeg decodes them by its own rules, without dropping or repeating any.</summary>
    public static byte[] Pixels(string file, string pixelFormat, params string[] filter) =>
        Run("ffmpeg", ["-v", "error", "-nostdin", "-i", file, "-map", "0:v:0", .. filter, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", pixelFormat, "pipe:1"]);

    /// <summary>What ffprobe says of an entry, line by line.</summary>
    public static string[] Probe(string file, string entries, params string[] more) =>
        Encoding.UTF8.GetString(Run("ffprobe", ["-v", "error", .. more, "-show_entries", entries, "-of", "csv=p=0", file]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.TrimEnd(',')).ToArray();

    /// <summary>The times of all frames, in order, in ticks of the file.</summary>
    public static long[] Times(string file, params string[] more) => [.. Probe(file, "packet=pts", ["-select_streams", "v:0", .. more]).Select(long.Parse).Order()];

    /// <summary>What a program writes to standard output; it must end well.</summary>
    public static byte[] Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
        return output.ToArray();
    }
}
