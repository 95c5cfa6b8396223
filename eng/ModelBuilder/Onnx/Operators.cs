namespace ActorInference.ModelBuilder.Onnx;

/// <summary>
/// The operators that the models here are made of, as methods on signals [N,C,H,W]. All are exactly rounded or work on each picture
/// of a batch alone, so a batch gives bit for bit what single runs give: no exponential, power or hyperbolic tangent, whose vector
/// and scalar forms differ in the last bit.
/// </summary>
internal static class Operators
{
    /// <summary>Limits values to low..high.</summary>
    public static Signal Clip(this Signal x, float low, float high) => x.Graph.Node("Clip", x, x.Graph.Scalar(low), x.Graph.Scalar(high));

    /// <summary>The largest integer not above each value.</summary>
    public static Signal Floor(this Signal x) => x.Graph.Node("Floor", x);

    /// <summary>x times x.</summary>
    public static Signal Squared(this Signal x) => x * x;

    /// <summary>The Hermite step: 0 below <paramref name="from"/>, 1 above <paramref name="to"/>, smooth between.</summary>
    public static Signal Smoothstep(this Signal x, float from, float to)
    {
        var t = ((x - from) * (1 / (to - from))).Clip(0, 1);
        return t.Squared() * (3f - (t * 2));
    }

    /// <summary>
    /// The mean over a window of size x size around each pixel (size is odd). At the rim only the pixels inside the picture count, so
    /// every picture from one pixel up works and no rim colour has to be made up. One pool of two dimensions: a row and a column
    /// pool took 1.7 times as long on ONNX Runtime's CPU provider.
    /// </summary>
    public static Signal BoxMean(this Signal x, int size) => x.Graph.Node("AveragePool", [x],
    [
        Attributes.Integers("kernel_shape", size, size),
        Attributes.Integers("pads", size / 2, size / 2, size / 2, size / 2),
        Attributes.Integers("strides", 1, 1),
        Attributes.Integer("count_include_pad", 0),
    ]);

    /// <summary>The mean of each picture's channels: [N,C,1,1].</summary>
    public static Signal MeanOfPicture(this Signal x) => x.Graph.Node("GlobalAveragePool", x);

    /// <summary>Channels from..to (exclusive).</summary>
    public static Signal Channels(this Signal x, int from, int to) =>
        x.Graph.Node("Slice", x, x.Graph.Integers(from), x.Graph.Integers(to), x.Graph.Integers(1));

    /// <summary>Channels one after the other.</summary>
    public static Signal ConcatChannels(this Signal x, Signal other) => x.Graph.Node("Concat", [x, other], [Attributes.Integer("axis", 1)]);

    /// <summary>
    /// The sum of three channels, as two additions: ReduceSum over the channel axis took twice as long on ONNX Runtime's CPU provider.
    /// </summary>
    public static Signal SumOfThreeChannels(this Signal x) => x.Channels(0, 1) + x.Channels(1, 2) + x.Channels(2, 3);

    /// <summary>The largest of the channels: [N,1,H,W].</summary>
    public static Signal MaxOverChannels(this Signal x) =>
        x.Graph.Node("ReduceMax", [x], [Attributes.Integers("axes", 1), Attributes.Integer("keepdims", 1)]);

    /// <summary>Each pixel's channels times a matrix, one row for each output channel.</summary>
    public static Signal MixChannels(this Signal x, string name, int rows, params float[] matrix) =>
        x.Graph.Node("Conv", x, x.Graph.Tensor(name, [rows, matrix.Length / rows, 1, 1], matrix));

    /// <summary>
    /// One channel with several kernels of size x size (odd), one output channel each. The rim is repeated outwards: zeros would make
    /// an edge of it, and mirroring fails on pictures smaller than the kernel.
    /// </summary>
    public static Signal Convolve(this Signal x, string name, int kernels, int size, float[] weights)
    {
        var rim = size / 2;
        var padded = x.Graph.Node("Pad", [x, x.Graph.Integers(0, 0, rim, rim, 0, 0, rim, rim)], [Attributes.Text("mode", "edge")]);
        return x.Graph.Node("Conv", padded, x.Graph.Tensor(name, [kernels, 1, size, size], weights));
    }
}
