namespace ActorInference.Imaging;

/// <summary>
/// Pictures to tensors. In: encoded bytes, a file, or a decoded picture. Out: <see cref="PicturePreparation.ElementType"/> in the layout,
/// colours and values of the preparation. Encoded pictures are decoded at reduced scale where that suffices, and no full-size picture is
/// kept. Safe for any number of threads at once; each call works on the thread that makes it.
/// </summary>
public sealed unsafe class PicturePreparer
{
    private readonly PictureDecoder _decoder;
    private readonly ValuePattern[] _patterns;

    /// <summary>A preparer; throws an <see cref="InferenceException"/> when the settings cannot work or libvips is missing.</summary>
    public PicturePreparer(PicturePreparation preparation, PictureDecoder? decoder = null)
    {
        if (preparation.Check() is { } failure) throw failure.ToException();
        Preparation = preparation;
        _patterns = RowWriter.PatternsOf(preparation);
        _decoder = decoder ?? new();
    }

    /// <summary>What is done to pictures.</summary>
    public PicturePreparation Preparation { get; }

    /// <summary>Where an upright picture of this size will lie in its tensor.</summary>
    public PicturePlacement Plan(PictureSize source) => PlacementPlanner.Plan(Preparation, source);

    /// <summary>The shape of a tensor for <paramref name="batch"/> pictures placed so: [N,C,H,W] or [N,H,W,C].</summary>
    public TensorShape ShapeOf(PicturePlacement placement, int batch = 1) => Preparation.Layout == TensorLayout.Nchw
        ? [batch, Preparation.Channels, placement.Tensor.Height, placement.Tensor.Width]
        : [batch, placement.Tensor.Height, placement.Tensor.Width, Preparation.Channels];

    /// <summary>Prepares a decoded picture, which stays the caller's. The caller owns the result.</summary>
    public Outcome<PreparedPicture> Prepare(Picture picture)
    {
        var placement = Plan(picture.Size);
        if (TooLarge(placement, picture.Name) is { } tooLarge) return tooLarge;
        if (placement.Resized == picture.Size && placement.Kept == PixelArea.Whole(picture.Size)) return Convert(picture, placement);
        if (!Resize(picture, placement).TryGet(out var resized, out var failure)) return failure;
        using (resized) return Convert(resized, placement);
    }

    /// <summary>Decodes, resizes and converts in one go. The caller owns the result.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    public Outcome<PreparedPicture> Prepare(ReadOnlySpan<byte> bytes, string name)
    {
        if (!_decoder.Decode(bytes, name, PlanResize).TryGet(out var content, out var failure)) return failure;
        using (content)
        {
            var placement = Plan(content.Source);
            if (TooLarge(placement, content.Name) is { } tooLarge) return tooLarge;
            return Convert(content, placement);
        }
    }

    /// <summary>Decodes, resizes and converts a file in one go. The caller owns the result.</summary>
    public Outcome<PreparedPicture> PrepareFile(string path)
    {
        if (!_decoder.DecodeFile(path, PlanResize).TryGet(out var content, out var failure)) return failure;
        using (content)
        {
            var placement = Plan(content.Source);
            if (TooLarge(placement, content.Name) is { } tooLarge) return tooLarge;
            return Convert(content, placement);
        }
    }

    /// <summary>
    /// Prepares a decoded picture into slot <paramref name="slot"/> of <paramref name="batch"/>, [N,C,H,W] or [N,H,W,C]; both stay the caller's.
    /// Fails (invalid-input) where the picture does not come to the batch's size.
    /// </summary>
    public Outcome<PicturePlacement> PrepareInto(Tensor batch, int slot, Picture picture)
    {
        var placement = Plan(picture.Size);
        if (TooLarge(placement, picture.Name) is { } tooLarge) return tooLarge;
        if (placement.Resized == picture.Size && placement.Kept == PixelArea.Whole(picture.Size)) return ConvertInto(batch, slot, picture, placement);
        if (!Resize(picture, placement).TryGet(out var resized, out var failure)) return failure;
        using (resized) return ConvertInto(batch, slot, resized, placement);
    }

    /// <summary>Decodes, resizes and converts into slot <paramref name="slot"/> of <paramref name="batch"/> in one go; see the other overload.</summary>
    public Outcome<PicturePlacement> PrepareInto(Tensor batch, int slot, ReadOnlySpan<byte> bytes, string name)
    {
        if (!_decoder.Decode(bytes, name, PlanResize).TryGet(out var content, out var failure)) return failure;
        using (content) return ConvertInto(batch, slot, content, Plan(content.Source));
    }

    private Failure? TooLarge(PicturePlacement placement, string name) =>
        placement.Tensor.Pixels > _decoder.PixelLimit ? PictureErrors.WouldBeTooLarge(name, placement.Tensor, _decoder.PixelLimit) : null;

    private ResizePlan PlanResize(PictureSize source)
    {
        var placement = Plan(source);
        return new(placement.Resized, placement.Kept, Preparation.Filter);
    }

    private Outcome<Picture> Resize(Picture picture, PicturePlacement placement) =>
        PictureResizer.TryResize(picture, new(placement.Resized, placement.Kept, Preparation.Filter));

    private PreparedPicture Convert(Picture content, PicturePlacement placement)
    {
        var tensor = Tensor.Allocate(Preparation.ElementType, ShapeOf(placement));
        PixelConverter.Convert(content, placement, Preparation, _patterns, (byte*)tensor.Memory.Address);
        return new(tensor, placement);
    }

    private Outcome<PicturePlacement> ConvertInto(Tensor batch, int slot, Picture content, PicturePlacement placement)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        if (batch.ElementType != Preparation.ElementType || batch.Shape.Rank != 4) throw new ArgumentException($"The batch is {batch}; it must be {Preparation.ElementType.Name()} of rank 4.", nameof(batch));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, batch.Shape[0]);
        var shape = ShapeOf(placement);
        if (!shape.Dimensions[1..].SequenceEqual(batch.Shape.Dimensions[1..]))
        {
            return new Failure(ErrorKind.InvalidInput, $"{content.Name}: the picture becomes {shape}, which is no part of a batch of {batch.Shape}; give all pictures one size.");
        }

        using var hold = batch.Memory.Hold();
        var slotBytes = shape.ElementCount * Preparation.ElementType.ByteSize();
        PixelConverter.Convert(content, placement, Preparation, _patterns, (byte*)hold.Address + (slot * slotBytes));
        return placement;
    }
}
