using System.Text.RegularExpressions;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>An error status on its way from a native call to the edge of this library, where it becomes a <see cref="Failure"/>.</summary>
internal sealed partial class OrtException(OrtErrorCode code, string message) : Exception(message)
{
    // What the allocators and the C++ runtime write when memory does not suffice.
    private static readonly string[] OutOfMemoryTexts = ["bad_alloc", "Failed to allocate memory", "out of memory", "OutOfMemory"];

    public OrtErrorCode Code { get; } = code;

    public bool IsOutOfMemory => OutOfMemoryTexts.Any(text => Message.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The message on one line, without a period at its end and without what speaks of the runtime's own source: file, line, function and failed condition.</summary>
    public string Line
    {
        get
        {
            var line = Prefix().Replace(WhiteSpace().Replace(Message, " ").Trim(), "");
            for (var at = SourceLocation().Match(line); at.Success; at = SourceLocation().Match(line))
            {
                line = (line[..at.Index] + AfterFunction(line, at.Index + at.Length)).Trim();
            }

            return MissingLibrary().Replace(line, match => $"its library {Path.GetFileName(match.Groups["path"].Value)} is not there").TrimEnd('.', ' ');
        }
    }

    // "Namespace::Function(arguments)::<lambda()> condition was false. What matters."
    private static string AfterFunction(string line, int start)
    {
        var depth = 0;
        for (var i = start; i < line.Length; i++)
        {
            if (line[i] is '(' or '<') depth++;
            if (line[i] is ')' or '>') depth--;
            if (line[i] != ' ' || depth != 0 || !line[start..i].Contains(')', StringComparison.Ordinal)) continue;

            var rest = line[(i + 1)..];
            var condition = rest.IndexOf(" was false. ", StringComparison.Ordinal);
            return condition < 0 ? rest : rest[(condition + " was false. ".Length)..];
        }

        return line[start..];
    }

    [GeneratedRegex(@"\[ONNXRuntimeError\] : \d+ : \w+ : |Load model from .+? failed: ?|Fatal error: ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"Failed to load library (?<path>\S+) with error: .*No such file or directory", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingLibrary();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\S+\.(?:cc|cpp|h|cuh|cu):\d+ ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SourceLocation();
}
