namespace ActorInference.Imaging;

/// <summary>Where a picture lies in its tensor, so that results can be brought back to the picture.</summary>
/// <param name="Source">The picture's own upright size.</param>
/// <param name="Resized">What the whole picture was resized to.</param>
/// <param name="Kept">What was kept of the resized picture; smaller than all of it after a crop.</param>
/// <param name="Content">Where the kept part lies in the tensor; the rest is padding.</param>
/// <param name="Tensor">Width and height of the tensor.</param>
public sealed record PicturePlacement(PictureSize Source, PictureSize Resized, PixelArea Kept, PixelArea Content, PictureSize Tensor)
{
    /// <summary>Pixels of the tensor for one of the source, across.</summary>
    public double ScaleX => (double)Resized.Width / Source.Width;

    /// <summary>Pixels of the tensor for one of the source, down.</summary>
    public double ScaleY => (double)Resized.Height / Source.Height;

    /// <summary>Whether the tensor holds anything but the picture.</summary>
    public bool HasPadding => Content.Size != Tensor;

    /// <summary>A point of the tensor (pixel edges, not centres) in the source picture; outside of it for points in the padding.</summary>
    public (double X, double Y) ToSource(double x, double y) => ((x - Content.Left + Kept.Left) / ScaleX, (y - Content.Top + Kept.Top) / ScaleY);

    /// <summary>A point of the source picture in the tensor; the inverse of <see cref="ToSource"/>.</summary>
    public (double X, double Y) ToTensor(double x, double y) => ((x * ScaleX) - Kept.Left + Content.Left, (y * ScaleY) - Kept.Top + Content.Top);
}
