using System.Diagnostics.CodeAnalysis;
using ActorInference.Imaging.Native;

namespace ActorInference.Imaging;

/// <summary>An encoded picture whose header was read and whose pixels were not. The bytes must stay where they are until it is disposed.</summary>
internal sealed unsafe class OpenPicture : IDisposable
{
    private readonly SourceHandle _source = new();
    private readonly PictureFormat _format;
    private readonly PictureDecodeOptions _options;
    private ImageHandle? _header;

    public OpenPicture(byte* bytes, int length, PictureFormat format, PictureDecodeOptions options)
    {
        _format = format;
        _options = options;
        _source.Take(Vips.SourceNewFromMemory(bytes, (nuint)length));
    }

    /// <summary>Reads the header; false with what libvips said.</summary>
    public bool TryReadHeader([NotNullWhen(true)] out PictureInfo? info, [NotNullWhen(false)] out string? error)
    {
        info = null;
        if (!TryLoad(null, 0, out _header, out error)) return false;
        var tag = Vips.ImageGetOrientation(_header);
        var stored = new PictureSize(Vips.ImageGetWidth(_header), Vips.ImageGetHeight(_header));
        info = new(_format, new Orientation(tag).Swap(stored), Vips.ImageGetBands(_header), tag, Vips.ImageGetPages(_header));
        return true;
    }

    /// <summary>
    /// The picture, lazily, reduced while it is decoded as far as <paramref name="target"/> (its stored size) and the format allow.
    /// The caller disposes it.
    /// </summary>
    public bool TryOpenPixels(PictureSize target, [NotNullWhen(true)] out ImageHandle? image, [NotNullWhen(false)] out string? error)
    {
        var stored = new PictureSize(Vips.ImageGetWidth(_header!), Vips.ImageGetHeight(_header!));
        var factor = !_options.ScaledDecode ? 1 : Math.Min((double)stored.Width / target.Width, (double)stored.Height / target.Height);
        if (LoadReduction.JpegShrink(_format, factor) is var shrink and > 1) return TryLoad("shrink", shrink, out image, out error);
        if (LoadReduction.WebPScale(_format, factor) is var scale and < 1) return TryLoad("scale", scale, out image, out error);

        image = _header!;
        _header = null;
        error = null;
        return true;
    }

    public void Dispose()
    {
        _header?.Dispose();
        _source.Dispose();
    }

    private bool TryLoad(string? reduction, double amount, [NotNullWhen(true)] out ImageHandle? image, [NotNullWhen(false)] out string? error)
    {
        using var load = new VipsOperation(FormatLoaders.LoaderOf(_format)!);
        load.Set("source", _source).Set("access", VipsAccess.Sequential).Set("fail-on", _options.Lenient ? VipsFailOn.None : VipsFailOn.Error);
        if (reduction == "shrink") load.Set(reduction, (int)amount);
        else if (reduction is not null) load.Set(reduction, amount);

        image = load.TryRun(out error, FormatLoaders.WritersOf(_format)) ? load.TakeImage("out") : null;
        return image is not null;
    }
}
