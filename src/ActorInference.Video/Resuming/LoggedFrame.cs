using System.Buffers.Binary;

namespace ActorInference.Video;

/// <summary>Which source frame, and when: what a part's <c>.frames</c> file holds of each frame, in the order of writing.</summary>
/// <param name="Index">The frame's index in the source.</param>
/// <param name="Begin">When it is shown, in ticks of the target.</param>
/// <param name="End">Until when.</param>
internal readonly record struct LoggedFrame(long Index, long Begin, long End)
{
    /// <summary>Bytes of an entry: three numbers, little-endian.</summary>
    public const int Length = 3 * 8;

    /// <summary>Reads entry <paramref name="at"/> of a log; null when the log is shorter.</summary>
    public static LoggedFrame? Read(string path, long at)
    {
        using var file = File.OpenHandle(path);
        Span<byte> bytes = stackalloc byte[Length];
        if (RandomAccess.Read(file, bytes, at * Length) < Length) return null;
        return new(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]));
    }

    /// <summary>Writes the entry into the first <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Index);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Begin);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], End);
    }
}
