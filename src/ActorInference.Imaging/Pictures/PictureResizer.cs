using ActorInference.Imaging.Native;

namespace ActorInference.Imaging;

/// <summary>Resizes pictures that are decoded already.</summary>
public static class PictureResizer
{
    /// <summary>A copy of <paramref name="picture"/> at another size, which keeps its name and source size. The caller owns it.</summary>
    public static Picture Resize(Picture picture, PictureSize size, PictureFilter filter = PictureFilter.Lanczos3) =>
        TryResize(picture, new(size, PixelArea.Whole(size), filter)).Value;

    /// <summary>Resized and cropped as <paramref name="plan"/> says; a size that libvips cannot make is a failure.</summary>
    internal static Outcome<Picture> TryResize(Picture picture, in ResizePlan plan)
    {
        LibvipsLibrary.EnsureLoaded();
        using var hold = picture.Pixels.Memory.Hold();
        using var chain = new ImageChain(VipsImages.View(hold.Address, picture.Width, picture.Height, 3));
        Resize(chain, plan.Resized, plan.Kept, plan.Kernel);
        var error = chain.Error;
        if (error is null)
        {
            var resized = Picture.Allocate(plan.Kept.Size, picture.Name, picture.Source);
            if (VipsImages.TryCompute(chain.Image, resized.Pixels.Memory.Address, resized.Width, resized.Height, out error)) return resized;
            resized.Dispose();
        }

        return new Failure(ErrorKind.InvalidInput, $"{picture} cannot be resized to {plan.Resized} ({error}).");
    }

    /// <summary>Appends resizing to <paramref name="size"/> and keeping <paramref name="kept"/> of that, both as stored.</summary>
    internal static void Resize(ImageChain chain, PictureSize size, PixelArea kept, VipsKernel kernel)
    {
        if (chain.Failed) return;
        if (chain.Width >= size.Width && chain.Height >= size.Height && kernel != VipsKernel.Nearest)
        {
            // What the operation "resize" comes down to here; going to the two halves directly spares a third of its set-up time.
            if (chain.Height > size.Height) chain.Then(Reduction(chain, "reducev", "vshrink", (double)chain.Height / size.Height, kernel));
            if (chain.Width > size.Width) chain.Then(Reduction(chain, "reduceh", "hshrink", (double)chain.Width / size.Width, kernel));
        }
        else if (chain.Width != size.Width || chain.Height != size.Height)
        {
            chain.Then(chain.Operation("resize")
                .Set("scale", (double)size.Width / chain.Width)
                .Set("vscale", (double)size.Height / chain.Height)
                .Set("kernel", kernel));
        }

        if (chain.Failed || kept == PixelArea.Whole(size)) return;
        chain.Then(chain.Operation("extract_area", "input").Set("left", kept.Left).Set("top", kept.Top).Set("width", kept.Width).Set("height", kept.Height));
    }

    // From a gap of two on, whole pixels are averaged first and the kernel does the rest: as good to the eye, and much faster.
    private static VipsOperation Reduction(ImageChain chain, string operation, string factor, double shrink, VipsKernel kernel) =>
        chain.Operation(operation).Set(factor, shrink).Set("kernel", kernel).Set("gap", 2.0);
}
