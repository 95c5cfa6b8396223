namespace ActorInference.Imaging;

/// <summary>File formats of pictures that are told apart by their first bytes.</summary>
public enum PictureFormat
{
    /// <summary>JPEG; read at reduced scale where the target is smaller; written.</summary>
    Jpeg,

    /// <summary>PNG; read and written.</summary>
    Png,

    /// <summary>WebP; read at reduced scale where the target is smaller; written.</summary>
    WebP,

    /// <summary>GIF; the first frame is read.</summary>
    Gif,

    /// <summary>TIFF; the first page is read.</summary>
    Tiff,

    /// <summary>AVIF and its relatives in a HEIF container; which codecs are readable depends on the build of libvips.</summary>
    Heif,

    /// <summary>JPEG 2000; readable if the build of libvips has it.</summary>
    Jpeg2000,

    /// <summary>JPEG XL; readable if the build of libvips has it.</summary>
    JpegXl,

    /// <summary>Windows bitmap; readable if the build of libvips has it.</summary>
    Bmp,
}
