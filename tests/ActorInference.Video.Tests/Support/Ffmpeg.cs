using System.Diagnostics;

namespace ActorInference.Video.Tests;

/// <summary>FFmpeg as a tool of tests: it makes clips and says what is in a file.</summary>
internal static class Ffmpeg
{
    public static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "ffmpeg")));

    /// <summary>Runs ffmpeg with arguments as on a command line, split at spaces; <paramref name="last"/> is one more, such as a path.</summary>
    public static void Make(string arguments, string last) => Run("ffmpeg", $"-v error -nostdin -y {arguments}", last);

    /// <summary>What ffprobe prints with <c>-of csv=p=0</c>, a line each.</summary>
    public static string[] Ask(string arguments, string last) => Run("ffprobe", $"-v error {arguments} -of csv=p=0", last).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Run(string program, string arguments, string last)
    {
        var start = new ProcessStartInfo(program, [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), last]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments} {last}: {errors.Result}");
        return output;
    }
}
