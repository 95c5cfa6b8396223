using System.Buffers.Binary;
using System.Text;

namespace ActorInference.Formats.Npy;

/// <summary>NumPy's strings: fixed width, padded with zeros, either UTF-32 or bytes (taken as UTF-8).</summary>
internal static class NpyStrings
{
    public static Outcome<Tensor> Read(FileStream stream, NpyHeader header)
    {
        // Without this, a file of no bytes could claim any number of empty strings.
        if (header.Type.ItemBytes == 0 && header.Shape.ElementCount > 0) return Malformed.Because("it holds strings of width 0");

        var item = new byte[header.Shape.ElementCount == 0 ? 0 : header.Type.ItemBytes];
        var strings = new string[header.Shape.ElementCount];
        for (var i = 0; i < strings.Length; i++)
        {
            if (stream.ReadAtLeast(item, item.Length, throwOnEndOfStream: false) < item.Length) return Malformed.Because("it became shorter while it was read");
            if ((header.Type.IsUtf32 ? FromUtf32(item, header.Type.BigEndian) : StrictText.Decode(item.AsSpan().TrimEnd((byte)0))) is not { } text)
            {
                return Malformed.Because($"element {i} is no sound {(header.Type.IsUtf32 ? "UTF-32" : "UTF-8")} text");
            }

            strings[i] = text;
        }

        if (!header.FortranOrder || header.Shape.Rank < 2) return Tensor.FromStrings(strings, header.Shape);
        var ordered = new string[strings.Length];
        FortranOrder.ToRowMajor<string>(strings, ordered, header.Shape);
        return Tensor.FromStrings(ordered, header.Shape);
    }

    /// <summary>Writes the strings as wide as the longest, at least 1.</summary>
    public static Failure? Write(Stream stream, Tensor tensor)
    {
        var strings = tensor.Strings();
        if (StrictText.FirstUnsound(strings) is var unsound and >= 0) return Malformed.Because($"element {unsound} is no sound Unicode text");
        var width = 1;
        for (var i = 0; i < strings.Length; i++)
        {
            if (strings[i].EndsWith('\0')) return Malformed.Because($"element {i} ends in a zero character, which NumPy's padding would swallow; use .pb or .json");
            width = Math.Max(width, Length(strings[i]));
        }

        // A fixed width multiplies: one long string among many makes every one as long.
        if ((long)width * 4 * strings.Length > Array.MaxLength) return Malformed.Because($"{strings.Length:N0} strings as wide as the longest ({width:N0}) exceed 2 GiB; use .pb or .json");

        stream.Write(NpyHeader.Create($"<U{width}", tensor.Shape));
        var item = new byte[width * 4];
        foreach (var text in strings)
        {
            item.AsSpan().Clear();
            var at = 0;
            foreach (var rune in text.EnumerateRunes())
            {
                BinaryPrimitives.WriteInt32LittleEndian(item.AsSpan(at), rune.Value);
                at += 4;
            }

            stream.Write(item);
        }

        return null;
    }

    private static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }

    private static string? FromUtf32(ReadOnlySpan<byte> item, bool bigEndian)
    {
        var text = new StringBuilder();
        var end = item.Length;
        while (end > 0 && item.Slice(end - 4, 4).IndexOfAnyExcept((byte)0) < 0) end -= 4;
        for (var at = 0; at < end; at += 4)
        {
            var code = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(item[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(item[at..]);
            if (!Rune.IsValid(code)) return null;
            text.Append(new Rune(code).ToString());
        }

        return text.ToString();
    }
}
