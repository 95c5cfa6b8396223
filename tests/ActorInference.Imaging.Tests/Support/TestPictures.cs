namespace ActorInference.Imaging.Tests;

/// <summary>Pictures made here, the same every time.</summary>
internal static class TestPictures
{
    /// <summary>Every pixel random: what makes every mistake of a kernel visible.</summary>
    public static Picture Noise(int width, int height, int seed = 1)
    {
        var picture = Picture.Allocate(new(width, height), "noise");
        new Random(seed).NextBytes(picture.Pixels.Span<byte>());
        return picture;
    }

    /// <summary>Smooth colours that differ in all four corners: survives JPEG, and shows which way up it is.</summary>
    public static Picture Gradient(int width, int height)
    {
        var picture = Picture.Allocate(new(width, height), "gradient");
        for (var y = 0; y < height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < width; x++)
            {
                row[3 * x] = (byte)(255 * x / Math.Max(1, width - 1));
                row[(3 * x) + 1] = (byte)(255 * y / Math.Max(1, height - 1));
                row[(3 * x) + 2] = 96;
            }
        }

        return picture;
    }

    public static byte[] Encode(Picture picture, PictureFormat format, PictureEncodeOptions? options = null)
    {
        using (picture) return new PictureEncoder(options).Encode(picture, format).Value;
    }

    /// <summary>The same JPEG with an EXIF block that holds nothing but the orientation.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, // APP1, length of what follows with these two bytes
            .. "II*\0"u8, 8, 0, 0, 0, // TIFF header; the directory begins at 8
            1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, // one entry: tag 0x0112, one short
            0, 0, 0, 0, // no further directory
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    public static double MeanAbsoluteDifference(Picture a, Picture b)
    {
        Assert.Equal(a.Size, b.Size);
        var left = a.Pixels.Span<byte>();
        var right = b.Pixels.Span<byte>();
        long sum = 0;
        for (var i = 0; i < left.Length; i++) sum += Math.Abs(left[i] - right[i]);
        return (double)sum / left.Length;
    }

    public static (byte R, byte G, byte B) At(this Picture picture, int x, int y)
    {
        var row = picture.Row(y);
        return (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]);
    }
}
