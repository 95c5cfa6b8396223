namespace ActorInference.Imaging;

/// <summary>An input or output that can hold a picture: rank 4, with 1 or 3 channels in second or last place.</summary>
/// <param name="Spec">The input or output.</param>
/// <param name="ElementType">float32, float16 or uint8.</param>
/// <param name="Layout">Where the channels are.</param>
/// <param name="IsLayoutCertain">Whether the signature fixes the channels there, and nowhere else.</param>
/// <param name="Channels">1 or 3; null when free.</param>
/// <param name="Batch">The batch dimension; null when free.</param>
/// <param name="Size">Width and height where both are fixed.</param>
internal sealed record PictureTensor(ValueSpec Spec, ElementType ElementType, TensorLayout Layout, bool IsLayoutCertain, long? Channels, long? Batch, PictureSize? Size)
{
    /// <summary>The first of <paramref name="specs"/> that can hold a picture, in <paramref name="layout"/> if that is said.</summary>
    public static PictureTensor? Find(IReadOnlyList<ValueSpec> specs, TensorLayout? layout) =>
        specs.Select(spec => Of(spec, layout)).FirstOrDefault(tensor => tensor is not null);

    private static PictureTensor? Of(ValueSpec spec, TensorLayout? wanted)
    {
        if (spec.Type is not TensorType { ElementType: ElementType.Float32 or ElementType.Float16 or ElementType.UInt8 } type) return null;
        if (type.Shape is not { } shape) return new(spec, type.ElementType, wanted ?? TensorLayout.Nchw, IsLayoutCertain: false, null, null, null);
        if (shape.Count != 4) return null;

        var second = IsChannels(shape[1]);
        var last = IsChannels(shape[3]);
        var layout = wanted ?? (second || !last ? TensorLayout.Nchw : TensorLayout.Nhwc);
        var (channels, height, width) = layout == TensorLayout.Nchw ? (shape[1], shape[2], shape[3]) : (shape[3], shape[1], shape[2]);
        if (!channels.IsFree && !IsChannels(channels)) return null;

        // Channels fixed in the other place contradict the layout that was said.
        if (channels.IsFree && (layout == TensorLayout.Nchw ? last : second)) return null;

        var size = height.Size is > 0 and < int.MaxValue && width.Size is > 0 and < int.MaxValue ? new PictureSize((int)width.Size, (int)height.Size) : (PictureSize?)null;
        return new(spec, type.ElementType, layout, second != last, channels.Size, shape[0].Size, size);
    }

    private static bool IsChannels(Dimension dimension) => dimension.Size is 1 or 3;
}
