namespace ActorInference.Configuration.Sections;

/// <summary>Reads <see cref="SessionOptions"/>, but for device and threads, which are the predictor's.</summary>
internal static class SessionSection
{
    private static readonly SessionOptions Defaults = new();

    public static SessionOptions Read(HoconReader reader) => new()
    {
        Optimization = reader.Word("optimization", "all", "off", "basic", "extended", "all") switch
        {
            "off" => GraphOptimization.Off,
            "basic" => GraphOptimization.Basic,
            "extended" => GraphOptimization.Extended,
            _ => GraphOptimization.All,
        },
        AllowSpinning = reader.Flag("allow-spinning", Defaults.AllowSpinning),
        UseArena = reader.Flag("use-arena", Defaults.UseArena),
        UseMemoryPattern = reader.Flag("use-memory-pattern", Defaults.UseMemoryPattern),
        ProviderOptions = reader.Map("provider-options") ?? Defaults.ProviderOptions,
        FreeDimensions = Dimensions(reader) ?? Defaults.FreeDimensions,
        ConfigurationEntries = reader.Map("configuration-entries") ?? Defaults.ConfigurationEntries,
    };

    private static Dictionary<string, long>? Dimensions(HoconReader reader)
    {
        if (reader.Object("free-dimensions") is not { } section) return null;
        var sizes = new Dictionary<string, long>();
        foreach (var (symbol, _, value) in section.Fields)
        {
            if (value is HoconScalar { IsNull: true }) continue;
            if (value is HoconScalar scalar && HoconUnits.TryInteger(scalar.Text, out var size) && size >= 1) sizes[symbol] = size;
            else reader.Refuse(value.Position, "free-dimensions", $"has a size that is no whole number of at least 1; write one for each symbol, such as {{ N = 1 }}");
        }

        return sizes;
    }
}
