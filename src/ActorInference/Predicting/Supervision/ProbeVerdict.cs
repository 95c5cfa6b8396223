namespace ActorInference.Predicting;

/// <summary>What a run on zeros tells about a session.</summary>
internal enum ProbeVerdict
{
    /// <summary>It works.</summary>
    Works,

    /// <summary>It is broken.</summary>
    Broken,

    /// <summary>Nothing: zeros were never seen to work, or nobody knows their shape.</summary>
    Unknown,

    /// <summary>Nothing: we have no memory for the zeros.</summary>
    NoMemory,
}
