using System.Runtime.InteropServices;
using System.Text;

namespace ActorInference.Imaging.Tests;

/// <summary>The elements of a .npy file, version 1, little-endian, C order; the header is only skipped.</summary>
internal static class Npy
{
    public static T[] Read<T>(string path)
        where T : unmanaged
    {
        var bytes = File.ReadAllBytes(path);
        var headerLength = BitConverter.ToUInt16(bytes, 8);
        Assert.Contains("'fortran_order': False", Encoding.ASCII.GetString(bytes, 10, headerLength), StringComparison.Ordinal);
        return MemoryMarshal.Cast<byte, T>(bytes.AsSpan(10 + headerLength)).ToArray();
    }
}
