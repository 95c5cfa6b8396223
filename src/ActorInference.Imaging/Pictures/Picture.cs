namespace ActorInference.Imaging;

/// <summary>
/// A decoded picture: upright, 8-bit sRGB, uint8 [H,W,3] in pooled memory without gaps between rows. Whoever holds it disposes it,
/// and with it its pixels.
/// </summary>
public sealed class Picture : IDisposable, IByteSized
{
    // libvips' vector code stores whole vectors and so writes past the end of what it computes (13 bytes were seen, by its horizontal
    // reduction), which its own buffers allow for and ours must too. 64 bytes are the widest vector there is.
    private const int Slack = 64;

    /// <summary>A picture over <paramref name="pixels"/>, uint8 [H,W,3] with H and W at least 1, which it then owns; such as a video frame.</summary>
    /// <param name="pixels">The pixels, rows top to bottom, each R, G, B.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="source">Its upright size before it was scaled; by default it was not.</param>
    public Picture(Tensor pixels, string name = "picture", PictureSize? source = null)
    {
        var shape = pixels.Shape;
        if (pixels.ElementType != ElementType.UInt8 || shape.Rank != 3 || shape[2] != 3 || shape[0] is < 1 or > int.MaxValue || shape[1] is < 1 or > int.MaxValue)
        {
            throw new ArgumentException($"A picture is uint8 [H,W,3] with at least one pixel, not {pixels}.", nameof(pixels));
        }

        Pixels = pixels;
        Name = name;
        Size = new((int)shape[1], (int)shape[0]);
        Source = source ?? Size;
    }

    /// <summary>The pixels; owned by the picture.</summary>
    public Tensor Pixels { get; }

    /// <summary>What messages call it: a file's path or an item's name.</summary>
    public string Name { get; }

    /// <summary>Width and height of the pixels here.</summary>
    public PictureSize Size { get; }

    /// <summary>The upright size of what was decoded, before scaling and cropping.</summary>
    public PictureSize Source { get; }

    /// <inheritdoc/>
    public long ByteLength => Pixels.ByteLength;

    /// <summary>Pixels in a row.</summary>
    public int Width => Size.Width;

    /// <summary>Rows.</summary>
    public int Height => Size.Height;

    /// <summary>Width before scaling.</summary>
    public int SourceWidth => Source.Width;

    /// <summary>Height before scaling.</summary>
    public int SourceHeight => Source.Height;

    /// <summary>
    /// A picture with undefined pixels, <c>3 * width * height</c> bytes with 64 more behind them that native code may write to. The caller owns it.
    /// </summary>
    public static Picture Allocate(PictureSize size, string name = "picture", PictureSize? source = null, TensorPool? pool = null) =>
        new(new(ElementType.UInt8, [size.Height, size.Width, 3], (pool ?? TensorPool.Shared).Rent((3 * size.Pixels) + Slack)), name, source);

    /// <summary>Row <paramref name="y"/>, <c>3 * Width</c> bytes; valid until the picture is disposed.</summary>
    public unsafe Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        return new((byte*)Pixels.Memory.Address + ((long)y * Width * 3), Width * 3);
    }

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();

    /// <summary>Name and size.</summary>
    public override string ToString() => $"{Name} ({Size})";
}
