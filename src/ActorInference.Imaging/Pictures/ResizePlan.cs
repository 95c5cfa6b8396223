using ActorInference.Imaging.Native;

namespace ActorInference.Imaging;

/// <summary>What is made of a whole upright picture: resized to a size, of which an area is kept.</summary>
internal readonly record struct ResizePlan(PictureSize Resized, PixelArea Kept, PictureFilter Filter)
{
    public static ResizePlan AsIs(PictureSize size) => new(size, PixelArea.Whole(size), PictureFilter.Lanczos3);

    public VipsKernel Kernel => Filter switch
    {
        PictureFilter.Nearest => VipsKernel.Nearest,
        PictureFilter.Bilinear => VipsKernel.Linear,
        PictureFilter.Bicubic => VipsKernel.Cubic,
        _ => VipsKernel.Lanczos3,
    };
}
