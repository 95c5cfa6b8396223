using System.Buffers.Binary;

namespace ActorInference.Video.Tests;

/// <summary>Clips that tests make for themselves.</summary>
internal static class Clip
{
    /// <summary>Pixels of one colour side by side.</summary>
    public const int PatchWidth = 16;

    /// <summary>A moving test picture; <paramref name="name"/> decides the container, <paramref name="encoding"/> is FFmpeg's.</summary>
    public static string Make(TemporaryFolder folder, string name, string size = "64x48", double seconds = 1, int rate = 25, string encoding = "")
    {
        var path = folder.File(name);
        Ffmpeg.Make($"-f lavfi -i testsrc2=s=160x120:r={rate}:d={seconds} -vf scale={size.Replace('x', ':')} {encoding}", path);
        return path;
    }

    /// <summary>Frames 0, 3, 6, 7, ... of 30 a second: every time stamp is exact, and no two steps in a row need be equal.</summary>
    public static string MakeUneven(TemporaryFolder folder, string name, string encoding = "")
    {
        var path = folder.File(name);
        Ffmpeg.Make($"-f lavfi -i testsrc2=s=64x48:r=30:d=2 -vf select='not(mod(n\\,3))+not(mod(n\\,7))' -fps_mode vfr {encoding}", path);
        return path;
    }

    /// <summary>Columns of colours given as Y, U, V, each <see cref="PatchWidth"/> wide, coded without loss; <paramref name="tags"/> are FFmpeg's options.</summary>
    public static string MakePatches(TemporaryFolder folder, (byte Y, byte U, byte V)[] colors, int height, string tags, string name = "patches.mkv")
    {
        var width = PatchWidth * colors.Length;
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var color = colors[i % width / PatchWidth];
            (pixels[i], pixels[(width * height) + i], pixels[(2 * width * height) + i]) = color;
        }

        var raw = folder.File("patches.yuv");
        File.WriteAllBytes(raw, pixels);
        var path = folder.File(name);
        Ffmpeg.Make($"-f rawvideo -pix_fmt yuv444p -s {width}x{height} -i {raw} -c:v ffv1 {tags}", path);
        return path;
    }

    /// <summary>Writes a display matrix into an MP4: how phones say that they were held upright. a, b, c, d are -1, 0 or 1.</summary>
    public static void Turn(string path, int a, int b, int c, int d)
    {
        var bytes = File.ReadAllBytes(path);
        var header = bytes.AsSpan().IndexOf("tkhd"u8);
        Assert.True(header > 0);
        var matrix = bytes.AsSpan(header + 4 + 40);
        int[] numbers = [a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32BigEndian(matrix[(4 * i)..], numbers[i]);
        File.WriteAllBytes(path, bytes);
    }
}
