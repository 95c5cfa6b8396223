using ActorInference.Imaging.Native;

namespace ActorInference.Imaging;

/// <summary>Which libvips loader reads which format. Only these are ever called, whatever else the library was built with.</summary>
internal static class FormatLoaders
{
    /// <summary>The loader's name; null where libvips has none of its own.</summary>
    public static string? LoaderOf(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "jpegload_source",
        PictureFormat.Png => "pngload_source",
        PictureFormat.WebP => "webpload_source",
        PictureFormat.Gif => "gifload_source",
        PictureFormat.Tiff => "tiffload_source",
        PictureFormat.Heif => "heifload_source",
        PictureFormat.Jpeg2000 => "jp2kload_source",
        PictureFormat.JpegXl => "jxlload_source",
        _ => null,
    };

    /// <summary>The names that begin the error lines of a format's loader and the codec below it.</summary>
    public static string[] WritersOf(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => ["VipsJpeg", "jpegload"],
        PictureFormat.Png => ["vipspng", "pngload", "libpng"],
        PictureFormat.WebP => ["webp"],
        PictureFormat.Gif => ["gifload"],
        PictureFormat.Tiff => ["tiff"],
        PictureFormat.Heif => ["heif"],
        PictureFormat.Jpeg2000 => ["jp2k"],
        PictureFormat.JpegXl => ["jxl"],
        _ => [],
    };

    /// <summary>The name that people know a format by.</summary>
    public static string NameOf(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => "JPEG",
        PictureFormat.Png => "PNG",
        PictureFormat.WebP => "WebP",
        PictureFormat.Gif => "GIF",
        PictureFormat.Tiff => "TIFF",
        PictureFormat.Heif => "AVIF/HEIF",
        PictureFormat.Jpeg2000 => "JPEG 2000",
        PictureFormat.JpegXl => "JPEG XL",
        PictureFormat.Bmp => "BMP",
        _ => format.ToString(),
    };

    /// <summary>Whether the loaded libvips reads the format.</summary>
    public static bool IsReadable(PictureFormat format) => LoaderOf(format) is { } loader && VipsOperation.Exists(loader);
}
