using ActorInference.Imaging;

namespace WebApi;

/// <summary>The media types that pictures may come under. Which format a picture has is seen by its first bytes, whatever its type says.</summary>
internal static class PictureTypes
{
    /// <summary>Those of every format that the libvips here decodes, and that of bytes of which nobody says what they are.</summary>
    /// <exception cref="ActorInference.InferenceException">There is no libvips.</exception>
    public static IReadOnlyList<string> Accepted => field ??= [.. Libvips.ReadableFormats.SelectMany(Of), "application/octet-stream"];

    // The registered one first, then what people write.
    private static string[] Of(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => ["image/jpeg", "image/jpg"],
        PictureFormat.Png => ["image/png"],
        PictureFormat.WebP => ["image/webp"],
        PictureFormat.Gif => ["image/gif"],
        PictureFormat.Tiff => ["image/tiff"],
        PictureFormat.Heif => ["image/avif", "image/heif"],
        PictureFormat.Jpeg2000 => ["image/jp2"],
        PictureFormat.JpegXl => ["image/jxl"],
        PictureFormat.Bmp => ["image/bmp"],
        _ => [],
    };
}
