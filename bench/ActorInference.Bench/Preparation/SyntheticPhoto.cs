using ActorInference.Imaging;

namespace ActorInference.Bench.Preparation;

/// <summary>A picture with what photographs have, the same every time: gradients, edges at several scales, and sensor noise.</summary>
internal static class SyntheticPhoto
{
    // About two 8-bit steps: what a camera has in good light. More would make Huffman decoding, which no variant can avoid, the whole cost.
    private const int Noise = 2;

    public static byte[] Jpeg(int width, int height)
    {
        using var picture = Picture.Allocate(new(width, height));
        var random = new Random(1);
        for (var y = 0; y < height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < width; x++)
            {
                var sky = 255.0 * y / height;
                var shape = ((x / 160) + (y / 120)) % 2 == 0 ? 40 : 0;
                var detail = 18 * Math.Sin(x * 0.11) * Math.Sin(y * 0.07);
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = (sky * (0.5 + (0.2 * channel))) + shape + detail + random.Next(-Noise, Noise + 1);
                    row[(3 * x) + channel] = (byte)Math.Clamp(value, 0, 255);
                }
            }
        }

        return new PictureEncoder(new() { Quality = 80, FullChroma = false }).Encode(picture, PictureFormat.Jpeg).Value;
    }
}
