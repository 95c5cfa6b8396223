using ActorInference.Imaging.Native;

namespace ActorInference.Imaging;

/// <summary>
/// Encoded pictures to upright 8-bit sRGB. Safe for any number of threads at once; each call works on the thread that makes it.
/// A file that cannot be used is a failure (invalid-input, one line that names it), never an exception.
/// </summary>
public sealed unsafe class PictureDecoder
{
    private readonly PictureDecodeOptions _options;

    /// <summary>A decoder; throws an <see cref="InferenceException"/> (not-found) where libvips is missing.</summary>
    public PictureDecoder(PictureDecodeOptions? options = null)
    {
        LibvipsLibrary.EnsureLoaded();
        _options = options ?? new();
    }

    /// <summary>The most pixels that a picture may have, as stored or as wanted.</summary>
    internal long PixelLimit => _options.PixelLimit;

    /// <summary>Reads the header only; limits do not apply.</summary>
    public Outcome<PictureInfo> Identify(ReadOnlySpan<byte> bytes, string name)
    {
        fixed (byte* first = bytes)
        {
            if (!Open(first, bytes, name).TryGet(out var opened, out var failure)) return failure;
            opened.Picture.Dispose();
            return opened.Info;
        }
    }

    /// <summary>Decodes all pixels at full size. The caller owns the picture.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    public Outcome<Picture> Decode(ReadOnlySpan<byte> bytes, string name) => Decode(bytes, name, ResizePlan.AsIs);

    /// <summary>Decodes a file at full size. The caller owns the picture, whose name is the path.</summary>
    public Outcome<Picture> DecodeFile(string path) => DecodeFile(path, ResizePlan.AsIs);

    /// <summary>Decodes straight to the size that <paramref name="plan"/> makes of the upright source size.</summary>
    internal Outcome<Picture> DecodeFile(string path, Func<PictureSize, ResizePlan> plan)
    {
        if (!PictureFile.Read(path, _options.FileSizeLimit).TryGet(out var file, out var failure)) return failure;
        using (file) return Decode(file.Bytes, path, plan);
    }

    /// <summary>Decodes straight to the size that <paramref name="plan"/> makes of the upright source size.</summary>
    internal Outcome<Picture> Decode(ReadOnlySpan<byte> bytes, string name, Func<PictureSize, ResizePlan> plan)
    {
        fixed (byte* first = bytes)
        {
            if (!Open(first, bytes, name).TryGet(out var opened, out var failure)) return failure;
            var (open, info) = opened;
            using (open)
            {
                if (info.Size.Pixels > _options.PixelLimit) return PictureErrors.TooManyPixels(name, info.Size, _options.PixelLimit);
                var wanted = plan(info.Size);
                if (wanted.Kept.Size.Pixels > _options.PixelLimit) return PictureErrors.WouldBeTooLarge(name, wanted.Kept.Size, _options.PixelLimit);
                try
                {
                    return Decode(open, info, bytes, name, wanted);
                }
                catch (OutOfMemoryException)
                {
                    return PictureErrors.OutOfMemory(name, info.Size);
                }
            }
        }
    }

    private Outcome<(OpenPicture Picture, PictureInfo Info)> Open(byte* first, ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.IsEmpty) return PictureErrors.Empty(name);
        if (FormatSniffer.Sniff(bytes) is not { } format) return PictureErrors.NotAPicture(name, bytes);
        if (!FormatLoaders.IsReadable(format)) return PictureErrors.Unsupported(name, format);

        var open = new OpenPicture(first, bytes.Length, format, _options);
        if (open.TryReadHeader(out var info, out var error)) return (open, info);
        open.Dispose();
        return PictureErrors.Header(name, format, bytes, error);
    }

    private Outcome<Picture> Decode(OpenPicture open, PictureInfo info, ReadOnlySpan<byte> bytes, string name, ResizePlan plan)
    {
        var orientation = new Orientation(info.Orientation);
        var target = orientation.Swap(plan.Resized);
        if (!open.TryOpenPixels(target, out var image, out var error)) return PictureErrors.Pixels(name, info.Format, bytes, error);

        using var chain = new ImageChain(image);
        SrgbConversion.BeforeResize(chain, _options);
        PictureResizer.Resize(chain, target, orientation.Stored(plan.Kept, plan.Resized), plan.Kernel);
        SrgbConversion.AfterResize(chain, _options);
        if (chain.Failed) return PictureErrors.Pixels(name, info.Format, bytes, chain.Error);

        var stored = Picture.Allocate(orientation.Swap(plan.Kept.Size), name, info.Size);
        if (!VipsImages.TryCompute(chain.Image, stored.Pixels.Memory.Address, stored.Width, stored.Height, out error, FormatLoaders.WritersOf(info.Format)))
        {
            stored.Dispose();
            return PictureErrors.Pixels(name, info.Format, bytes, error);
        }

        if (_options.Lenient) VipsErrors.Take(); // what was overlooked must not be told of the next file
        if (orientation.IsUpright) return stored;
        using (stored)
        {
            var upright = Picture.Allocate(plan.Kept.Size, name, info.Size);
            orientation.MakeUpright((byte*)stored.Pixels.Memory.Address, (byte*)upright.Pixels.Memory.Address, upright.Size);
            return upright;
        }
    }
}
