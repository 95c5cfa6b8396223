namespace ActorInference.Imaging;

/// <summary>EXIF's orientation tag, 1 to 8: how the stored pixels lie compared with the upright picture.</summary>
internal readonly record struct Orientation
{
    // Tiles keep both the rows read and the columns written in the cache: 32 * 32 * 3 bytes are 3 KiB each.
    private const int Tile = 32;

    private readonly int _tag;

    /// <summary>Tags out of range mean upright, as every reader takes them.</summary>
    public Orientation(int tag) => _tag = tag is >= 1 and <= 8 ? tag : 1;

    public bool IsUpright => _tag <= 1;

    private bool SwapsSides => _tag >= 5;

    /// <summary>The stored size of a picture that is <paramref name="size"/> upright, and the other way round.</summary>
    public PictureSize Swap(PictureSize size) => SwapsSides ? new(size.Height, size.Width) : size;

    /// <summary>Where the stored pixel of upright pixel (x, y) lies; <paramref name="upright"/> is the upright size.</summary>
    public (int X, int Y) Stored(int x, int y, PictureSize upright)
    {
        var (right, bottom) = (upright.Width - 1 - x, upright.Height - 1 - y);
        return _tag switch
        {
            2 => (right, y),
            3 => (right, bottom),
            4 => (x, bottom),
            5 => (y, x),
            6 => (y, right),
            7 => (bottom, right),
            8 => (bottom, x),
            _ => (x, y),
        };
    }

    /// <summary>The stored area of an upright one.</summary>
    public PixelArea Stored(PixelArea area, PictureSize upright)
    {
        var (x0, y0) = Stored(area.Left, area.Top, upright);
        var (x1, y1) = Stored(area.Left + area.Width - 1, area.Top + area.Height - 1, upright);
        return new(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0) + 1, Math.Abs(y1 - y0) + 1);
    }

    /// <summary>Copies stored pixels upright; both pictures are 8-bit RGB without gaps, <paramref name="upright"/> the size of the second.</summary>
    public unsafe void MakeUpright(byte* stored, byte* target, PictureSize upright)
    {
        var storedWidth = Swap(upright).Width;
        var self = this;
        var origin = Offset(0, 0);
        var stepX = upright.Width > 1 ? Offset(1, 0) - origin : 0;
        var stepY = upright.Height > 1 ? Offset(0, 1) - origin : 0;
        for (var tileY = 0; tileY < upright.Height; tileY += Tile)
        {
            var endY = Math.Min(tileY + Tile, upright.Height);
            for (var tileX = 0; tileX < upright.Width; tileX += Tile)
            {
                var endX = Math.Min(tileX + Tile, upright.Width);
                for (var y = tileY; y < endY; y++)
                {
                    var from = stored + origin + (y * stepY) + (tileX * stepX);
                    var to = target + ((((long)y * upright.Width) + tileX) * 3);
                    for (var x = tileX; x < endX; x++, from += stepX, to += 3)
                    {
                        to[0] = from[0];
                        to[1] = from[1];
                        to[2] = from[2];
                    }
                }
            }
        }

        long Offset(int x, int y)
        {
            var (storedX, storedY) = self.Stored(x, y, upright);
            return (((long)storedY * storedWidth) + storedX) * 3;
        }
    }
}
