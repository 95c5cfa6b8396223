using ActorInference.Imaging;

namespace ActorInference.Akka.Tests;

/// <summary>
/// A picture that shows its number, a cell of one of two colours for each bit. Even numbers are encoded as PNG, odd ones as JPEG: the cells hold whole blocks of it, so that it changes their colours by a
/// few steps and nothing else.
/// </summary>
internal sealed record NumberedPicture(int Number, int Width)
{
    /// <summary>The width of one that is 48 KiB as float32 [1,3,H,W], which is one message.</summary>
    public const int Small = 64;

    /// <summary>The width of one that is 96 KiB, which goes in chunks.</summary>
    public const int Large = 128;

    private const int Height = 64;
    private const int Cells = 4; // in a row, and so many rows: numbers of 16 bits
    private const int JpegSteps = 8; // what two encodings round of flat colours; the two colours are 60 and more apart

    private static readonly PictureDecoder Decoder = new();
    private static readonly PictureEncoder Encoder = new();

    private static readonly byte[][] Colors = [[20, 60, 200], [230, 120, 40]]; // of a bit that is 0 and one that is 1

    public PictureFormat Format => Number % 2 == 0 ? PictureFormat.Png : PictureFormat.Jpeg;

    public byte[] Encode()
    {
        using var picture = Picture.Allocate(new(Width, Height));
        for (var y = 0; y < Height; y++)
        {
            var row = picture.Row(y);
            for (var i = 0; i < row.Length; i++) row[i] = At(y, i);
        }

        return Encoder.Encode(picture, Format).Value;
    }

    /// <summary>Asserts that these are the bytes of this picture's negative, every pixel of it.</summary>
    public void AssertNegative(byte[] encoded)
    {
        using var picture = Decoder.Decode(encoded, $"the result of {Number}").Value;
        Assert.Equal(new PictureSize(Width, Height), picture.Size);
        var furthest = 0;
        for (var y = 0; y < Height; y++)
        {
            var row = picture.Row(y);
            for (var i = 0; i < row.Length; i++) furthest = Math.Max(furthest, Math.Abs(255 - At(y, i) - row[i]));
        }

        Assert.True(furthest <= (Format == PictureFormat.Png ? 0 : JpegSteps), $"the result of {Number} is not its negative: it is off by up to {furthest}");
    }

    private byte At(int y, int i)
    {
        var cell = (y * Cells / Height * Cells) + (i / 3 * Cells / Width);
        return Colors[(Number >> cell) & 1][i % 3];
    }
}
