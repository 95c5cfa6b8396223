using ActorInference.ModelBuilder.Onnx;

namespace ActorInference.ModelBuilder.Cartoon;

/// <summary>
/// Ink lines on the dark side of edges: a difference of Gaussians (Winnemöller's XDoG, 2012), but stretched along the line and
/// asked in eight directions, of which the strongest answers. Averaging along the line does what following the flow of the
/// picture does (Kang's coherent lines, 2007), in one convolution: strokes join up and specks of noise vanish.
/// </summary>
internal static class Edges
{
    /// <summary>Directions over half a turn: no line is more than 11 degrees off one. Twelve looked the same.</summary>
    private const int Directions = 8;

    /// <summary>Width of the kernels in pixels: four standard deviations of the longest Gaussian, and odd.</summary>
    private const int Size = 13;

    /// <summary>
    /// Standard deviations in pixels, across and along the line: a stroke about two pixels wide, which reads at 512 pixels, and long
    /// enough that a speck two pixels long answers at a quarter of a line's strength. The ratio is wider than the usual 1.6, for calmer strokes.
    /// </summary>
    private const double Narrow = 1, Wide = 1.8, Along = 3;

    /// <summary>
    /// Where much answers (leaves, fur), a line has to answer more: the response is divided by its mean over this many pixels, plus
    /// the response of a barely visible edge, which keeps noise in plain areas from being all there is.
    /// </summary>
    private const int Surround = 31;

    private const float BarelyVisible = 0.03f;

    /// <summary>Relative responses at which ink begins, and is full.</summary>
    private const float Begin = 0.35f, Full = 0.85f;

    /// <summary>Ink 0 (none) to 1 (full) from brightness that was not smoothed: the kernels are smoothing enough, and eyelids survive.</summary>
    public static Signal Ink(this Signal luma)
    {
        var response = luma.Convolve("line-kernels", Directions, Size, Kernels()).MaxOverChannels().Clip(0, 1);
        return (response / (response.BoxMean(Surround) + BarelyVisible)).Smoothstep(Begin, Full);
    }

    /// <summary>[Directions,1,Size,Size]: wide minus narrow Gaussian, each with sum 1, so a plain area answers 0 and a dark line above 0.</summary>
    private static float[] Kernels()
    {
        var kernels = new List<float>(Directions * Size * Size);
        for (var direction = 0; direction < Directions; direction++)
        {
            var wide = Gaussian(direction, Wide);
            var narrow = Gaussian(direction, Narrow);
            kernels.AddRange(wide.Zip(narrow, (w, n) => ToStored(w - n)));
        }

        return [.. kernels];
    }

    private static double[] Gaussian(int direction, double across)
    {
        var (sin, cos) = Math.SinCos(Math.PI * direction / Directions);
        var values = new double[Size * Size];
        for (var i = 0; i < values.Length; i++)
        {
            int x = (i % Size) - (Size / 2), y = (i / Size) - (Size / 2);
            double along = (x * cos) + (y * sin), off = (y * cos) - (x * sin);
            values[i] = Math.Exp((-along * along / (2 * Along * Along)) - (off * off / (2 * across * across)));
        }

        var sum = values.Sum();
        return [.. values.Select(value => value / sum)];
    }

    /// <summary>
    /// A float32 rounded to 2^-20: mathematics libraries of different systems differ in the last bit of exp, sin and cos, and the
    /// file must not. Against the largest weight (0.06) the rounding is below 16 bits of a picture.
    /// </summary>
    private static float ToStored(double weight) => (float)(Math.Round(weight * (1 << 20)) / (1 << 20));
}
