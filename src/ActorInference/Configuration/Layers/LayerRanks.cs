namespace ActorInference.Configuration.Layers;

/// <summary>Which layer a position is in.</summary>
/// <param name="DefaultOrigins">The origins of settings that count as defaults.</param>
internal sealed record LayerRanks(IReadOnlySet<string> DefaultOrigins)
{
    /// <summary>For what no layers are known of.</summary>
    public static LayerRanks Plain { get; } = new(new HashSet<string>());

    public bool IsDefault(HoconPosition position) => Of(position) < 2;

    /// <summary>Higher goes over lower.</summary>
    public int Of(HoconPosition position) => position switch
    {
        { File: BuiltInDefaults.Name } => 0,
        { Line: 0 } when DefaultOrigins.Contains(position.File) => 1,
        { Line: > 0 } => 2,
        _ => 3,
    };
}
