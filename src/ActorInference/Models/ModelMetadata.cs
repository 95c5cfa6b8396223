namespace ActorInference;

/// <summary>What a model says about itself; empty strings where it says nothing.</summary>
public sealed record ModelMetadata
{
    /// <summary>The tool that wrote the file.</summary>
    public string Producer { get; init; } = "";

    /// <summary>The name of the graph.</summary>
    public string GraphName { get; init; } = "";

    /// <summary>The description of the graph.</summary>
    public string GraphDescription { get; init; } = "";

    /// <summary>The domain, in reverse-DNS form.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The description of the model.</summary>
    public string Description { get; init; } = "";

    /// <summary>The version of the model itself; 0 when it states none.</summary>
    public long Version { get; init; }

    /// <summary>Free key-value pairs.</summary>
    public IReadOnlyDictionary<string, string> Custom { get; init; } = new Dictionary<string, string>();
}
