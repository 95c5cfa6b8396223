namespace ActorInference.Bench;

/// <summary>What one variant measured, a figure for each round, in the order of the rounds.</summary>
internal sealed record VariantFigures(string Name, IReadOnlyList<double> Figures)
{
    public double Median => Quantile(Figures, 0.5);

    /// <summary>
    /// The quartiles of this variant's figures over <paramref name="other"/>'s of the same round. What slows the machine for longer than a round
    /// meets both and cancels out, which it does not in a ratio of medians.
    /// </summary>
    public (double Lower, double Median, double Upper) RatiosTo(VariantFigures other)
    {
        var ratios = Figures.Zip(other.Figures, (mine, theirs) => mine / theirs).ToArray();
        return (Quantile(ratios, 0.25), Quantile(ratios, 0.5), Quantile(ratios, 0.75));
    }

    public static double Quantile(IEnumerable<double> figures, double share)
    {
        var sorted = figures.Order().ToArray();
        return sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
    }
}
