namespace ActorInference.Configuration.Sections;

/// <summary>Reads <see cref="SupervisionOptions"/>.</summary>
internal static class SupervisionSection
{
    private static readonly SupervisionOptions Defaults = new();

    public static SupervisionOptions Read(HoconReader reader)
    {
        var (first, max) = reader.Backoff(Defaults.FirstBackoff, Defaults.MaxBackoff);
        return new()
        {
            FirstBackoff = first,
            MaxBackoff = max,
            Jitter = reader.Fraction("jitter") ?? Defaults.Jitter,
            MaxRestarts = reader.Count("max-restarts", 0) ?? Defaults.MaxRestarts,
            RestartWindow = reader.DurationAboveZero("restart-window") ?? Defaults.RestartWindow,
            Watchdog = reader.IsNull("watchdog") ? null : reader.DurationAboveZero("watchdog") ?? Defaults.Watchdog,
            ShutdownPatience = reader.Duration("shutdown-patience") ?? Defaults.ShutdownPatience,
        };
    }
}
