namespace ActorInference.Imaging;

/// <summary>
/// Tensors to pictures. In: [N,C,H,W] or [N,H,W,C] in the layout, colours, values and element type of <see cref="Encoding"/>. Out: 8-bit
/// RGB; values are brought back, rounded and clamped, NaN becomes 0. Safe for any number of threads at once.
/// </summary>
public sealed unsafe class PictureRestorer
{
    private readonly RestoreOptions _options;
    private readonly ValuePattern[] _patterns;

    /// <summary>A restorer; throws an <see cref="InferenceException"/> when <paramref name="encoding"/> cannot work.</summary>
    /// <param name="encoding">What the numbers mean; of its settings only layout, colours, values and element type count.</param>
    /// <param name="options">Size and filter.</param>
    public PictureRestorer(PicturePreparation encoding, RestoreOptions? options = null)
    {
        Encoding = encoding with { Fit = PictureFit.None, MaxSize = 0, Multiple = 1, Minimum = 1 };
        if (Encoding.Check() is { } failure) throw failure.ToException();
        _options = options ?? new();
        _patterns = RowWriter.PatternsOf(Encoding);
    }

    /// <summary>What the numbers mean.</summary>
    public PicturePreparation Encoding { get; }

    /// <summary>The whole of slot <paramref name="slot"/> as a picture, padding and all. The caller owns it.</summary>
    public Outcome<Picture> Restore(Tensor output, int slot = 0, string name = "picture")
    {
        if (!Frame(output, slot, name).TryGet(out var frame, out var failure)) return failure;
        return Read(output, slot, frame, PixelArea.Whole(frame), name, null);
    }

    /// <summary>
    /// Slot <paramref name="slot"/> without the padding that <paramref name="placement"/> says, resized to the source's size if the options
    /// say so. A tensor larger or smaller than the one placed into (an upscaler's) is cropped in proportion. The caller owns the picture.
    /// </summary>
    /// <param name="output">What the model gave.</param>
    /// <param name="slot">Which item of the batch.</param>
    /// <param name="placement">Where the picture lay in the model's input.</param>
    /// <param name="name">What messages call the picture.</param>
    /// <param name="source">For <see cref="ColorOrder.Y"/>: the picture whose colours are put under the result; without it the result is grey.</param>
    public Outcome<Picture> Restore(Tensor output, int slot, PicturePlacement placement, string name = "picture", Picture? source = null)
    {
        if (!Frame(output, slot, name).TryGet(out var frame, out var failure)) return failure;
        var area = Scale(placement.Content, placement.Tensor, frame);
        if (!Read(output, slot, frame, area, name, placement.Source).TryGet(out var picture, out failure)) return failure;
        if (!Resized(picture, placement).TryGet(out picture, out failure)) return failure;
        if (Encoding.Colors != ColorOrder.Y || source is null) return picture;
        if (Chroma.Under(picture, source, placement) is not { } problem) return picture;
        picture.Dispose();
        return problem;
    }

    // Networks that shrink and grow again round sizes up by less than this: 32 is the coarsest scale in common use.
    private const int RoundedUp = 32;

    private static PixelArea Scale(PixelArea area, PictureSize from, PictureSize to)
    {
        // A few pixels more, in no simple proportion, are rounding, not enlargement: the picture is at the upper left.
        var isMultiple = to.Width % from.Width == 0 && to.Height % from.Height == 0 && to.Width / from.Width == to.Height / from.Height;
        if (!isMultiple && to.Width - from.Width is >= 0 and < RoundedUp && to.Height - from.Height is >= 0 and < RoundedUp) return area;

        var (across, down) = ((double)to.Width / from.Width, (double)to.Height / from.Height);
        var left = (int)Math.Round(area.Left * across);
        var top = (int)Math.Round(area.Top * down);
        var right = (int)Math.Round((area.Left + area.Width) * across);
        var bottom = (int)Math.Round((area.Top + area.Height) * down);
        left = Math.Min(left, to.Width - 1);
        top = Math.Min(top, to.Height - 1);
        return new(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top));
    }

    private Outcome<Picture> Resized(Picture picture, PicturePlacement placement)
    {
        // After a crop only a part of the source is there: it keeps its proportions and comes to the size it had in the source.
        var size = new PictureSize(
            (int)Math.Max(1, Math.Round(placement.Kept.Width / placement.ScaleX)),
            (int)Math.Max(1, Math.Round(placement.Kept.Height / placement.ScaleY)));
        if (!_options.SourceSize || size == picture.Size) return picture;
        using (picture) return PictureResizer.TryResize(picture, new(size, PixelArea.Whole(size), _options.Filter));
    }

    private Outcome<Picture> Read(Tensor output, int slot, PictureSize frame, PixelArea area, string name, PictureSize? source)
    {
        using var hold = output.Memory.Hold();
        var start = (byte*)hold.Address + (slot * frame.Pixels * Encoding.Channels * Encoding.ElementType.ByteSize());
        using var reader = new RowReader(Encoding, _patterns, start, frame);
        var picture = Picture.Allocate(area.Size, name, source);
        for (var y = 0; y < area.Height; y++) reader.Read(area.Top + y, area.Left, picture.Row(y));
        return picture;
    }

    private Outcome<PictureSize> Frame(Tensor output, int slot, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        var shape = output.Shape;
        var isNchw = Encoding.Layout == TensorLayout.Nchw;
        var fits = output.ElementType == Encoding.ElementType && shape.Rank == 4 && slot < shape[0]
            && (isNchw ? shape[1] : shape[3]) == Encoding.Channels && shape.ElementCount > 0;
        var (height, width) = fits ? isNchw ? (shape[2], shape[3]) : (shape[1], shape[2]) : default;
        if (!fits || height > int.MaxValue || width > int.MaxValue / 3)
        {
            var wanted = isNchw ? $"[N,{Encoding.Channels},H,W]" : $"[N,H,W,{Encoding.Channels}]";
            return new Failure(ErrorKind.InvalidInput, $"{name}: {output} has no picture in slot {slot}; it must be {Encoding.ElementType.Name()} {wanted}.");
        }

        return new PictureSize((int)width, (int)height);
    }
}
