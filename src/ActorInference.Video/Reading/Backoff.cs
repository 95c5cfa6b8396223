namespace ActorInference.Video;

/// <summary>How long to wait before a source is opened again.</summary>
internal static class Backoff
{
    /// <summary>The pause before attempt <paramref name="attempt"/>, counted from 1; <paramref name="chance"/> is 0 to 1.</summary>
    public static TimeSpan Before(int attempt, ReconnectOptions options, double chance)
    {
        var doubled = options.FirstBackoff.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 62));
        return TimeSpan.FromSeconds(Math.Min(doubled, options.MaxBackoff.TotalSeconds) * (1 + (options.Jitter * ((2 * chance) - 1))));
    }
}
