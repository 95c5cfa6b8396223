using System.Text.RegularExpressions;

namespace ActorInference.Video;

/// <summary>Tells lines of FFmpeg that give a reason from those that only say that something failed.</summary>
internal static partial class FfmpegLine
{
    private static readonly string[] Empty = ["Conversion failed!", "Exiting normally", "Last message repeated", "Error opening input file ", "Error opening output file ", "Nothing was written into output file"];

    /// <summary>What the line says, without <c>[h264 @ 0x55d0c7a0]</c> before it and a full stop behind it; null when it gives no reason.</summary>
    public static string? Meaning(string line)
    {
        var text = Address().Replace(line, "").Trim().TrimEnd('.');
        return text.Length == 0 || Array.Exists(Empty, start => text.StartsWith(start, StringComparison.Ordinal)) ? null : text;
    }

    /// <summary>Whether the line gives a reason that could be any: what was said before it is better, such as a host that cannot be found.</summary>
    public static bool IsVague(string meaning) => meaning.EndsWith("Input/output error", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(\[[^\]]+ @ (0x)?[0-9a-fA-F]+\]\s*)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
