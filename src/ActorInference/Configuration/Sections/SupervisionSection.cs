namespace ActorInference.Configuration.Sections;

/// <summary>Reads <see cref="SupervisionOptions"/>.</summary>
internal static class SupervisionSection
{
    private static readonly SupervisionOptions Defaults = new();

    // Above 0 is the least that a time span can be.
    private static readonly TimeSpan AboveZero = TimeSpan.FromTicks(1);

    public static SupervisionOptions Read(HoconReader reader)
    {
        var options = new SupervisionOptions
        {
            FirstBackoff = reader.Duration("first-backoff", AboveZero) ?? Defaults.FirstBackoff,
            MaxBackoff = reader.Duration("max-backoff", AboveZero) ?? Defaults.MaxBackoff,
            Jitter = reader.Fraction("jitter") ?? Defaults.Jitter,
            MaxRestarts = reader.Count("max-restarts", 0) ?? Defaults.MaxRestarts,
            RestartWindow = reader.Duration("restart-window", AboveZero) ?? Defaults.RestartWindow,
            Watchdog = reader.IsNull("watchdog") ? null : reader.Duration("watchdog", AboveZero) ?? Defaults.Watchdog,
            ShutdownPatience = reader.Duration("shutdown-patience") ?? Defaults.ShutdownPatience,
        };
        if (options.MaxBackoff < options.FirstBackoff)
        {
            var message = $"backoff does not shrink, and max-backoff is {HoconUnits.Text(options.MaxBackoff)} where first-backoff is {HoconUnits.Text(options.FirstBackoff)}";
            reader.RefuseTogether(message, "max-backoff", "first-backoff");
        }

        return options;
    }
}
