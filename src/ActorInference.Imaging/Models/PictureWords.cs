using System.Globalization;

namespace ActorInference.Imaging;

/// <summary>The words that stand for picture settings, in manifests and on command lines alike.</summary>
public static class PictureWords
{
    /// <summary>NCHW or NHWC.</summary>
    public static Outcome<TensorLayout> ParseLayout(string text) => text.Trim().ToUpperInvariant() switch
    {
        "NCHW" => TensorLayout.Nchw,
        "NHWC" => TensorLayout.Nhwc,
        _ => Invalid($"'{text}' is not a layout: write NCHW or NHWC."),
    };

    /// <summary>RGB, BGR, grey (or gray) or Y.</summary>
    public static Outcome<ColorOrder> ParseColors(string text) => text.Trim().ToUpperInvariant() switch
    {
        "RGB" => ColorOrder.Rgb,
        "BGR" => ColorOrder.Bgr,
        "GREY" or "GRAY" => ColorOrder.Grey,
        "Y" => ColorOrder.Y,
        _ => Invalid($"'{text}' are no colours: write RGB, BGR, grey or Y."),
    };

    /// <summary>none, stretch, letterbox or crop.</summary>
    public static Outcome<PictureFit> ParseFit(string text) => text.Trim().ToLowerInvariant() switch
    {
        "none" => PictureFit.None,
        "stretch" => PictureFit.Stretch,
        "letterbox" => PictureFit.Letterbox,
        "crop" => PictureFit.CentreCrop,
        _ => Invalid($"'{text}' is no way to fit a picture: write none, stretch, letterbox or crop."),
    };

    /// <summary>WIDTHxHEIGHT.</summary>
    public static Outcome<PictureSize> ParseSize(string text)
    {
        var parts = text.Trim().Split('x', 'X');
        return parts.Length == 2 && TryLength(parts[0], out var width) && TryLength(parts[1], out var height)
            ? new PictureSize(width, height)
            : Invalid($"'{text}' is no size: write WIDTHxHEIGHT in pixels, such as 512x384.");
    }

    /// <summary>centre or top-left.</summary>
    public static Outcome<LetterboxAlignment> ParseAlignment(string text) => text.Trim().ToLowerInvariant() switch
    {
        "centre" or "center" => LetterboxAlignment.Centre,
        "top-left" => LetterboxAlignment.TopLeft,
        _ => Invalid($"'{text}' is no alignment: write centre or top-left."),
    };

    /// <summary>replicate or fill.</summary>
    public static Outcome<PicturePadding> ParsePadding(string text) => text.Trim().ToLowerInvariant() switch
    {
        "replicate" => PicturePadding.Replicate,
        "fill" => PicturePadding.Fill,
        _ => Invalid($"'{text}' is no padding: write replicate or fill."),
    };

    /// <summary>nearest, bilinear, bicubic or lanczos3.</summary>
    public static Outcome<PictureFilter> ParseFilter(string text) => text.Trim().ToLowerInvariant() switch
    {
        "nearest" => PictureFilter.Nearest,
        "bilinear" => PictureFilter.Bilinear,
        "bicubic" => PictureFilter.Bicubic,
        "lanczos3" => PictureFilter.Lanczos3,
        _ => Invalid($"'{text}' is no filter: write nearest, bilinear, bicubic or lanczos3."),
    };

    private static bool TryLength(string text, out int length) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length is > 0 and <= 1 << 20;

    private static Failure Invalid(string message) => new(ErrorKind.InvalidInput, message);
}
