using ActorInference.Configuration;

namespace ActorInference.Imaging;

/// <summary>Values of a configuration that only pictures and videos have.</summary>
public static class PictureValues
{
    // Far beyond what a picture can be: libvips counts to 10 million a side.
    private const double MostPixels = 1e15;

    /// <summary>A number of pixels, 1 or more: whole, or in megapixels as <c>100MP</c>; null when absent.</summary>
    public static long? Pixels(this HoconReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (TryPixels(text, out var pixels)) return pixels;
        reader.Refuse(key, "is wrong; write a number of pixels, of at least 1, or of megapixels, such as 100MP");
        return null;
    }

    /// <summary>A colour: one number from 0 to 255 for grey, or three in an array; null when absent.</summary>
    public static Rgb? Color(this HoconReader reader, string key)
    {
        if (!reader.Section.TryGetField(key, out var field) || field.Value is not HoconArray) return reader.Integer(key, 0, 255) is { } grey ? Rgb.Grey((byte)grey) : null;
        if (reader.Integers(key, 0, 255) is not { } numbers) return null;
        if (numbers is [var red, var green, var blue]) return new((byte)red, (byte)green, (byte)blue);
        reader.Refuse(key, "is wrong; write one or three whole numbers from 0 to 255");
        return null;
    }

    private static bool TryPixels(string text, out long pixels)
    {
        if (!text.EndsWith("MP", StringComparison.Ordinal)) return HoconUnits.TryInteger(text, out pixels) && pixels is >= 1 and <= (long)MostPixels;
        var isNumber = HoconUnits.TryNumber(text[..^2].TrimEnd(), out var megapixels);
        var exact = megapixels * 1e6;
        pixels = exact is >= 1 and <= MostPixels ? (long)exact : 0;
        return isNumber && pixels > 0;
    }
}
