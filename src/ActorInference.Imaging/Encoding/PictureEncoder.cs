using ActorInference.Imaging.Native;

namespace ActorInference.Imaging;

/// <summary>
/// Pictures to JPEG, PNG or WebP in sRGB, upright, without metadata. Safe for any number of threads at once; each call works on the thread
/// that makes it.
/// </summary>
public sealed unsafe class PictureEncoder
{
    private readonly PictureEncodeOptions _options;

    /// <summary>An encoder; throws an <see cref="InferenceException"/> when the options cannot work or libvips is missing.</summary>
    public PictureEncoder(PictureEncodeOptions? options = null)
    {
        _options = options ?? new();
        if (_options.Check() is { } failure) throw failure.ToException();
        LibvipsLibrary.EnsureLoaded();
    }

    /// <summary>The format that a file name's extension stands for.</summary>
    public static Outcome<PictureFormat> FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".JPG" or ".JPEG" => PictureFormat.Jpeg,
        ".PNG" => PictureFormat.Png,
        ".WEBP" => PictureFormat.WebP,
        _ => new Failure(ErrorKind.InvalidInput, $"{path}: pictures are written as .jpg, .png or .webp."),
    };

    private delegate Failure? Use(ReadOnlySpan<byte> bytes);

    /// <summary>The encoded bytes. The picture stays the caller's.</summary>
    public Outcome<byte[]> Encode(Picture picture, PictureFormat format)
    {
        byte[] copy = [];
        var failure = Encode(picture, format, bytes =>
        {
            copy = bytes.ToArray();
            return null;
        });
        return failure is null ? copy : failure;
    }

    /// <summary>
    /// Writes a file in the format of its extension: first under a temporary name in the same folder, then renamed, so that no half-written
    /// file is ever seen. An existing file is replaced; the folder must exist. The value is the number of bytes.
    /// </summary>
    public Outcome<long> Save(Picture picture, string path)
    {
        if (!FormatOf(path).TryGet(out var format, out var failure)) return failure;
        long length = 0;
        failure = Encode(picture, format, bytes =>
        {
            length = bytes.Length;
            return WholeFile.Write(path, bytes);
        });
        return failure is null ? length : failure;
    }

    // The encoder's own memory is lent: a stream of pictures would otherwise fill the managed heap with what is written and forgotten.
    private Failure? Encode(Picture picture, PictureFormat format, Use use)
    {
        using var hold = picture.Pixels.Memory.Hold();
        using var chain = new ImageChain(VipsImages.View(hold.Address, picture.Width, picture.Height, 3));
        chain.Then(chain.Operation("copy").Set("interpretation", VipsInterpretation.Srgb));
        using var target = new TargetHandle();
        target.Take(Vips.TargetNewToMemory());
        using var save = Saver(format, chain.Image).Set("target", target).SetFlags("keep", "VipsForeignKeep", 0);
        if (chain.Error is { } error || !save.TryRun(out error)) return new(ErrorKind.InvalidInput, $"{picture} cannot be written as {FormatLoaders.NameOf(format)} ({error}).");
        var blob = GValue.Of(Vips.BlobGetType());
        try
        {
            GObject.GetProperty(target, "blob", ref blob);
            var bytes = Vips.BlobGet(GObject.ValueGetBoxed(blob), out var length);
            return use(new((void*)bytes, checked((int)length)));
        }
        finally
        {
            GObject.ValueUnset(ref blob);
        }
    }

    private VipsOperation Saver(PictureFormat format, ImageHandle image) => format switch
    {
        PictureFormat.Jpeg => new VipsOperation("jpegsave_target").Set("in", image).Set("Q", _options.Quality)
            .Set("subsample-mode", _options.FullChroma ?? _options.Quality >= 90 ? VipsForeignSubsample.Off : VipsForeignSubsample.On),
        PictureFormat.Png => new VipsOperation("pngsave_target").Set("in", image).Set("compression", _options.Compression),
        PictureFormat.WebP => new VipsOperation("webpsave_target").Set("in", image).Set("Q", _options.Quality).Set("lossless", _options.Lossless),
        _ => throw new ArgumentException($"Pictures are written as JPEG, PNG or WebP, not {FormatLoaders.NameOf(format)}.", nameof(format)),
    };
}
