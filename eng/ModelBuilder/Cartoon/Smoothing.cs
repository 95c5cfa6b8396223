using ActorInference.ModelBuilder.Onnx;

namespace ActorInference.ModelBuilder.Cartoon;

/// <summary>
/// Edge-preserving smoothing after Kuwahara (1976): a pixel takes the mean of the calmest window that contains it, so a window
/// across an edge never wins and the edge stays sharp. Here every window around the pixel has a vote, weighted by how calm it is
/// (as in Papari's generalised filter, 2007), and two box filters in a row make the windows nearly round: four square windows and
/// a hard choice, as in the original, left visible tiles.
/// </summary>
internal static class Smoothing
{
    /// <summary>
    /// Three rounds, small windows first: noise goes in the first, texture in the second, and the third melts what is left into flat
    /// areas. Sizes in pixels, tolerances in brightness 0..1, chosen by eye at 512 pixels: smaller left speckle in grass and fur,
    /// larger took eyes and fingers away.
    /// </summary>
    public static Signal Flatten(this Signal lumaChroma) => lumaChroma
        .Vote(3, 3, tolerance: 0.03f)
        .Vote(5, 5, tolerance: 0.05f)
        .Vote(5, 7, tolerance: 0.06f);

    /// <summary>
    /// One round. Windows whose standard deviation is well below <paramref name="tolerance"/> count alike, which makes plain
    /// averages of noise; above it the weight falls with the eighth power, which is a choice.
    /// </summary>
    private static Signal Vote(this Signal x, int first, int second, float tolerance)
    {
        // 1. What every window sees: mean of each channel, and the variance of all channels together.
        var mean = x.Window(first, second);
        var meanOfSquares = x.Squared().SumOfThreeChannels().Window(first, second);
        var variance = (meanOfSquares - mean.Squared().SumOfThreeChannels()).Clip(0, 1);

        // 2. Its weight. The 0.1 bounds it (10^4), so that windows without any noise do not drown the rest by rounding alone.
        var unrest = (variance * (1 / (tolerance * tolerance))) + 0.1f;
        var weight = 1f / unrest.Squared().Squared();

        // 3. Every window hands its mean to the pixels inside it.
        var votes = (mean * weight).ConcatChannels(weight).Window(first, second);
        return votes.Channels(0, 3) / votes.Channels(3, 4);
    }

    private static Signal Window(this Signal x, int first, int second) => x.BoxMean(first).BoxMean(second);
}
