using System.Text;

namespace ActorInference.OnnxRuntime.Native;

/// <summary>Writes the tiny models that this library itself needs, as protocol buffers. Numbers and lengths are below 128: one byte each.</summary>
internal static class ProtoBytes
{
    public static byte[] Number(int field, byte value) => [.. Tag(field, 0), value < 0x80 ? value : throw new ArgumentOutOfRangeException(nameof(value))];

    public static byte[] Message(int field, byte[] content) =>
        [.. Tag(field, 2), content.Length < 0x80 ? (byte)content.Length : throw new ArgumentOutOfRangeException(nameof(content)), .. content];

    public static byte[] Text(int field, string text) => Message(field, Encoding.ASCII.GetBytes(text));

    // From field 16 on a tag takes two bytes.
    private static byte[] Tag(int field, int wireType) => field < 16 ? [(byte)((field << 3) | wireType)] : [(byte)(((field << 3) | wireType) & 0x7F | 0x80), (byte)(field >> 4)];
}
