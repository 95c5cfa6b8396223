namespace ActorInference;

/// <summary>What threads are planned for where nobody says how many.</summary>
public enum ThreadGoal
{
    /// <summary>Most predictions a second: one lane for each core, one thread each. The default.</summary>
    Throughput,

    /// <summary>The single prediction as fast as can be: one lane, all cores.</summary>
    Latency,
}
