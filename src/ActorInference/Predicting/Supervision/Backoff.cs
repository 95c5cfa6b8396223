namespace ActorInference.Predicting;

/// <summary>How long a session stays out: doubling from the first to the largest, varied by jitter.</summary>
internal sealed class Backoff(SupervisionOptions options, Random random)
{
    // In seconds, some thirty years: what is meant by "never" must not overflow.
    private const double Longest = 1e9;

    /// <summary>The pause after the given number of failures in a row, which is 1 or more.</summary>
    public TimeSpan After(int failures)
    {
        var doubled = options.FirstBackoff.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 62));
        var varied = Math.Min(doubled, options.MaxBackoff.TotalSeconds) * (1 + (options.Jitter * ((2 * random.NextDouble()) - 1)));
        return TimeSpan.FromSeconds(Math.Min(varied, Longest));
    }
}
