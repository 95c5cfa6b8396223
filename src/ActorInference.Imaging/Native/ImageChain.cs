using System.Diagnostics.CodeAnalysis;

namespace ActorInference.Imaging.Native;

/// <summary>
/// Operations applied to a picture one after another, lazily: pixels are computed at the end. After the first failure the rest does
/// nothing, and <see cref="Error"/> says what libvips said. Owns the picture it holds.
/// </summary>
internal sealed class ImageChain(ImageHandle start) : IDisposable
{
    /// <summary>The picture so far.</summary>
    public ImageHandle Image { get; private set; } = start;

    /// <summary>What went wrong; null while all is well.</summary>
    public string? Error { get; private set; }

    public int Width => Vips.ImageGetWidth(Image);

    public int Height => Vips.ImageGetHeight(Image);

    public int Bands => Vips.ImageGetBands(Image);

    public VipsBandFormat Format => (VipsBandFormat)Vips.ImageGetFormat(Image);

    public VipsInterpretation Interpretation => (VipsInterpretation)Vips.ImageGetInterpretation(Image);

    public bool HasAlpha => Vips.ImageHasAlpha(Image) != 0;

    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    /// <summary>Starts an operation whose input <c>in</c> is the picture so far; hand it to <see cref="Then"/>.</summary>
    public VipsOperation Operation(string nickname, string input = "in") => new VipsOperation(nickname).Set(input, Image);

    /// <summary>Runs and disposes <paramref name="operation"/> and goes on with its output.</summary>
    public ImageChain Then(VipsOperation operation)
    {
        using (operation)
        {
            if (!Failed && !TryAdvance(operation, out var error)) Error = error;
            return this;
        }
    }

    /// <summary>Runs <paramref name="operation"/>; where it fails the picture stays what it was.</summary>
    public bool TryThen(VipsOperation operation) => !Failed && TryAdvance(operation, out _);

    public void Dispose() => Image.Dispose();

    private bool TryAdvance(VipsOperation operation, [NotNullWhen(false)] out string? error)
    {
        if (!operation.TryRun(out error)) return false;
        var next = operation.TakeImage("out");
        Image.Dispose();
        Image = next;
        return true;
    }
}
