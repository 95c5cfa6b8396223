using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorInference.Formats.Npy;

/// <summary>Turns elements from big to little endian in place.</summary>
internal static class ByteOrder
{
    public static void Reverse(Span<byte> bytes, int elementBytes)
    {
        switch (elementBytes)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
