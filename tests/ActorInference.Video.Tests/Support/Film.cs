using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

/// <summary>Frames made by formula: a colour and a bar that moves, so that every frame can be told from its neighbours.</summary>
internal sealed record Film(PictureSize Size, Fraction TimeBase, long[] Times, long LastDuration)
{
    public static readonly PictureSize Small = new(64, 48);

    public int Frames => Times.Length;

    /// <summary>Frames at a constant rate.</summary>
    public static Film Steady(int frames, PictureSize? size = null, Fraction? timeBase = null, long ticks = 1001) =>
        new(size ?? Small, timeBase ?? new(1, 60000), [.. Enumerable.Range(0, frames).Select(frame => frame * ticks)], ticks);

    public VideoWriteOptions Options() => new() { Size = Size, TimeBase = TimeBase, FrameRate = Rate() };

    public VideoFrame Frame(int index)
    {
        var picture = Picture.Allocate(Size, $"frame {index}");
        for (var y = 0; y < Size.Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < Size.Width; x++)
            {
                var bar = Math.Abs(x - (index * 3 % Size.Width)) < 4;
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = bar ? ((byte)255, (byte)255, (byte)255) : ((byte)(index * 5), (byte)(y * 4), (byte)100);
            }
        }

        var end = index + 1 < Frames ? Times[index + 1] : Times[index] + LastDuration;
        return new(picture, index, Times[index], end - Times[index]);
    }

    /// <summary>Writes the frames from <paramref name="from"/> on, up to <paramref name="to"/>; asserts that each was taken.</summary>
    public async Task WriteTo(VideoWriter writer, long from = 0, long? to = null)
    {
        for (var index = (int)from; index < (to ?? Frames); index++)
        {
            using var frame = Frame(index);
            Assert.Null(await writer.WriteAsync(frame));
        }
    }

    /// <summary>Writes all of it.</summary>
    public async Task<IReadOnlyList<string>> Write(string path, VideoWriteOptions? options = null)
    {
        await using var writer = (await VideoWriter.OpenAsync(path, options ?? Options())).Value;
        await WriteTo(writer);
        Assert.Null(await writer.CompleteAsync());
        return writer.Remarks;
    }

    private Fraction Rate()
    {
        var span = Times[^1] + LastDuration - Times[0];
        var (a, b) = (TimeBase.Denominator * Frames, TimeBase.Numerator * span);
        for (var (x, y) = (a, b); ; (x, y) = (y, x % y))
        {
            if (y == 0) return new(a / x, b / x);
        }
    }
}
