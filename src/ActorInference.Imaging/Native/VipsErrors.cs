using System.Runtime.InteropServices;

namespace ActorInference.Imaging.Native;

/// <summary>
/// The text of libvips' errors. The library keeps one buffer for the whole process, so a line that another thread's failure left there
/// at the same moment can come along; whether a call failed is always told by its own return value.
/// </summary>
internal static class VipsErrors
{
    // A file can make a codec complain once per block; the first lines say what is wrong.
    private const int LongestText = 300;

    /// <summary>What libvips said since the last time, without its line breaks; the buffer is empty afterwards.</summary>
    public static string Take()
    {
        var text = Vips.ErrorBufferCopy(); // copies and clears under libvips' own lock
        try
        {
            var lines = (Marshal.PtrToStringUTF8(text) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var joined = string.Join("; ", lines.Distinct(StringComparer.Ordinal));
            return joined.Length <= LongestText ? joined : joined[..LongestText] + "...";
        }
        finally
        {
            GLib.Free(text);
        }
    }
}
