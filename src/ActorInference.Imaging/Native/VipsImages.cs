using System.Diagnostics.CodeAnalysis;

namespace ActorInference.Imaging.Native;

/// <summary>Pixels in our memory as libvips pictures, and libvips pictures into our memory.</summary>
internal static unsafe class VipsImages
{
    // libvips computes in strips; its own threads use 16 lines (vips__fatstrip_height), which keeps a strip's pixels in the cache.
    private const int StripHeight = 16;

    /// <summary>A view of 8-bit pixels, <c>width * height * bands</c> bytes, which must stay where they are until it is disposed.</summary>
    public static ImageHandle View(nint pixels, int width, int height, int bands)
    {
        var image = new ImageHandle();
        image.Take(Vips.ImageNewFromMemory((void*)pixels, (nuint)width * (nuint)height * (nuint)bands, width, height, bands, (int)VipsBandFormat.UChar));
        if (image.IsInvalid) throw new InvalidOperationException($"This is a bug: libvips took no {width}x{height}x{bands} picture: {VipsErrors.Take()}");
        return image;
    }

    /// <summary>
    /// Computes all pixels of the 8-bit RGB picture <paramref name="image"/> on the calling thread, top to bottom, straight into <paramref name="pixels"/>,
    /// <c>3 * width * height</c> bytes and the slack that <see cref="Picture.Allocate"/> leaves behind them. False, with what the parts named in <paramref name="writers"/> said, when that fails half-way.
    /// </summary>
    public static bool TryCompute(ImageHandle image, nint pixels, int width, int height, [NotNullWhen(false)] out string? error, params ReadOnlySpan<string> writers)
    {
        // What is about to be written is as large as the picture says, not as large as the memory is.
        if (Vips.ImageGetWidth(image) != width || Vips.ImageGetHeight(image) != height || Vips.ImageGetBands(image) != 3 || Vips.ImageGetFormat(image) != (int)VipsBandFormat.UChar)
        {
            throw new InvalidOperationException(
                $"This is a bug: {width}x{height}x3 bytes were expected, not {Vips.ImageGetWidth(image)}x{Vips.ImageGetHeight(image)}x{Vips.ImageGetBands(image)} of format {Vips.ImageGetFormat(image)}.");
        }

        using var view = View(pixels, width, height, 3);
        using var from = RegionOf(image);
        using var to = RegionOf(view);
        error = null;
        for (var top = 0; top < height; top += StripHeight)
        {
            var strip = new VipsRect(0, top, width, Math.Min(StripHeight, height - top));
            if (Vips.RegionImage(to, strip) == 0 && Vips.RegionPrepareTo(from, to, strip, 0, top) == 0) continue;
            error = VipsErrors.Take(writers);
            return false;
        }

        return true;
    }

    private static RegionHandle RegionOf(ImageHandle image)
    {
        var region = new RegionHandle();
        region.Take(Vips.RegionNew(image));
        if (region.IsInvalid) throw new InvalidOperationException($"This is a bug: libvips gave no region: {VipsErrors.Take()}");
        return region;
    }
}
