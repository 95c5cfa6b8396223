using ActorInference.Imaging;

namespace ActorInference.Bench.Preparation;

/// <summary>What one writes first: all pixels decoded, a resizer of good quality (the same as ours, at full size), loops with the formula.</summary>
internal static class Straightforward
{
    public static ChannelTriple Mean { get; } = new(0.485f, 0.456f, 0.406f);

    public static ChannelTriple Std { get; } = new(0.229f, 0.224f, 0.225f);

    /// <summary>Resized by the same native code as the fused way, from all pixels.</summary>
    public static float[] Prepare(PictureDecoder decoder, byte[] jpeg, PictureSize target, PictureFilter filter)
    {
        using var full = decoder.Decode(jpeg, "picture").Value;
        using var resized = PictureResizer.Resize(full, target, filter);
        return Normalise(resized);
    }

    /// <summary>Resized by averaging the pixels that each target pixel covers, in loops.</summary>
    public static float[] PrepareInLoops(PictureDecoder decoder, byte[] jpeg, PictureSize target)
    {
        using var full = decoder.Decode(jpeg, "picture").Value;
        using var resized = Picture.Allocate(target);
        for (var y = 0; y < target.Height; y++)
        {
            var (top, bottom) = (y * full.Height / target.Height, Math.Max((y + 1) * full.Height / target.Height, (y * full.Height / target.Height) + 1));
            for (var x = 0; x < target.Width; x++)
            {
                var (left, right) = (x * full.Width / target.Width, Math.Max((x + 1) * full.Width / target.Width, (x * full.Width / target.Width) + 1));
                for (var channel = 0; channel < 3; channel++)
                {
                    var sum = 0;
                    for (var row = top; row < bottom; row++)
                    {
                        var pixels = full.Row(row);
                        for (var column = left; column < right; column++) sum += pixels[(3 * column) + channel];
                    }

                    resized.Row(y)[(3 * x) + channel] = (byte)(sum / ((bottom - top) * (right - left)));
                }
            }
        }

        return Normalise(resized);
    }

    private static float[] Normalise(Picture picture)
    {
        var pixels = picture.Pixels.Span<byte>();
        var (width, height) = (picture.Width, picture.Height);
        float[] mean = [Mean.R, Mean.G, Mean.B];
        float[] std = [Std.R, Std.G, Std.B];
        var tensor = new float[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = pixels[(((y * width) + x) * 3) + channel];
                    tensor[(((channel * height) + y) * width) + x] = ((value / 255f) - mean[channel]) / std[channel];
                }
            }
        }

        return tensor;
    }
}
