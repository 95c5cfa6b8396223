namespace ActorInference;

/// <summary>Who goes first among waiting requests. The lowest still moves: see <see cref="PredictionOptions.Priority"/>.</summary>
public enum Priority
{
    /// <summary>Before the others.</summary>
    High,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>When there is nothing else to do, and now and then.</summary>
    Low,
}
