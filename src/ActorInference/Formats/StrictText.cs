using System.Text;

namespace ActorInference.Formats;

/// <summary>UTF-8 that refuses what is none, so that no string changes on its way through a file.</summary>
internal static class StrictText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes as a string; null when they are no UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The index of the first string that is no sound Unicode (half of a surrogate pair); -1 when all are.</summary>
    public static int FirstUnsound(ReadOnlySpan<string> strings)
    {
        for (var i = 0; i < strings.Length; i++)
        {
            if (!IsSound(strings[i])) return i;
        }

        return -1;
    }

    private static bool IsSound(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
