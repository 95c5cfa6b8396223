using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>
/// The text of libvips' errors. The library keeps one buffer for the whole process, so lines of another thread's failure can stand there;
/// they begin with the name of the part that wrote them, and only the asked-for parts' lines are taken. Two files of one format that fail
/// at the same moment can still swap reasons. Whether a call failed is always told by its own return value.
/// </summary>
internal static class VipsErrors
{
    // A file can make a codec complain once per block; the first lines say what is wrong.
    private const int MostLines = 2;
    private const int LongestText = 200;

    /// <summary>
    /// What the parts whose names begin with one of <paramref name="writers"/> (all of them, where none is named) said since the last time,
    /// on one line and without those names; the buffer is empty afterwards.
    /// </summary>
    public static string Take(params ReadOnlySpan<string> writers)
    {
        var text = Vips.ErrorBufferCopy(); // copies and clears under libvips' own lock
        try
        {
            var reasons = new List<string>();
            foreach (var line in (Marshal.PtrToStringUTF8(text) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (TryStrip(line, writers, out var reason) && !reasons.Contains(reason) && reasons.Count < MostLines) reasons.Add(reason);
            }

            var joined = string.Join("; ", reasons);
            return joined.Length <= LongestText ? joined : joined[..LongestText] + "...";
        }
        finally
        {
            GLib.Free(text);
        }
    }

    private static bool TryStrip(string line, ReadOnlySpan<string> writers, out string reason)
    {
        reason = line;
        if (writers.IsEmpty) return true;
        var stripped = false;
        while (BeginsWithAny(reason, writers) && reason.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
        {
            reason = reason[(colon + 1)..].Trim();
            stripped = true;
        }

        return stripped && reason.Length > 0;
    }

    private static bool BeginsWithAny(string line, ReadOnlySpan<string> writers)
    {
        foreach (var writer in writers)
        {
            if (line.StartsWith(writer, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
