namespace ActorInference.MediaRenderer.Encoding;

/// <summary>Marks a JPEG as taken with a turned camera.</summary>
internal static class ExifOrientation
{
    /// <summary>Readers turn the picture a quarter clockwise (Exif 2.32, tag 274, value 6: row 0 is the right side).</summary>
    public const byte QuarterClockwise = 6;

    /// <summary>Puts an Exif segment that holds the orientation alone right after the start of the file.</summary>
    public static void Mark(string file, byte orientation)
    {
        var jpeg = File.ReadAllBytes(file);
        byte[] segment =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8,
            .. "MM"u8, 0, 42, 0, 0, 0, 8, // Big-endian TIFF, first directory at 8.
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, // One entry: tag 274, SHORT, one value.
            0, 0, 0, 0, // No further directory.
        ];
        File.WriteAllBytes(file, [.. jpeg.AsSpan(0, 2), .. segment, .. jpeg.AsSpan(2)]);
    }

    /// <summary>RGB pixels turned a quarter counter-clockwise: what a camera stores that is held a quarter clockwise.</summary>
    public static byte[] TurnCounterClockwise(byte[] pixels, int width, int height)
    {
        var turned = new byte[pixels.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var to = (((width - 1 - x) * height) + y) * 3;
                pixels.AsSpan(((y * width) + x) * 3, 3).CopyTo(turned.AsSpan(to));
            }
        }

        return turned;
    }
}
