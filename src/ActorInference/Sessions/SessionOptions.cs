namespace ActorInference;

/// <summary>How much a graph is rewritten before it runs.</summary>
public enum GraphOptimization
{
    /// <summary>Not at all: what the file says.</summary>
    Off,

    /// <summary>Constant folding, removal of redundant nodes.</summary>
    Basic,

    /// <summary>Also fusions that depend on the provider.</summary>
    Extended,

    /// <summary>Also changes of memory layout. The default.</summary>
    All,
}

/// <summary>How a session is opened. Defaults suit several lanes side by side: one thread each, no spinning.</summary>
public sealed record SessionOptions
{
    /// <summary>Where to run. No fallback: a device that cannot be used is an error. Default <c>cpu</c>.</summary>
    public DeviceId Device { get; init; } = DeviceId.Cpu;

    /// <summary>Options of the execution provider, by its own names and values.</summary>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>How much the graph is optimised. Default <see cref="GraphOptimization.All"/>.</summary>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>Threads inside one <c>Run</c>, the calling one included; 0 leaves it to the runtime (all cores). Default 1.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <summary>Whether idle threads of the runtime spin instead of sleeping: a little faster, and a whole core each. Default false.</summary>
    public bool AllowSpinning { get; init; }

    /// <summary>Whether the runtime keeps freed memory for its next run. Default true.</summary>
    public bool UseArena { get; init; } = true;

    /// <summary>Whether the runtime plans memory once per shape and takes it in one piece. Default true; turn off when shapes change all the time.</summary>
    public bool UseMemoryPattern { get; init; } = true;

    /// <summary>Sizes for free dimensions, by symbol: the graph is optimised for them, other sizes are then refused.</summary>
    public IReadOnlyDictionary<string, long> FreeDimensions { get; init; } = new Dictionary<string, long>();

    /// <summary>Any configuration entry of the runtime, by its own key.</summary>
    public IReadOnlyDictionary<string, string> ConfigurationEntries { get; init; } = new Dictionary<string, string>();
}
