namespace ActorInference;

/// <summary>The health checks that <see cref="ActorInferenceServices.AddActorInference"/> adds. A host maps them to where they are asked for: <c>app.MapHealthChecks</c>.</summary>
public static class ActorInferenceHealth
{
    /// <summary>The name of the check that fails when only a restart of the process helps.</summary>
    public const string LiveCheck = "actorinference-live";

    /// <summary>The name of the check that fails while predictions cannot be made.</summary>
    public const string ReadyCheck = "actorinference-ready";

    /// <summary>The tag of the first.</summary>
    public const string LiveTag = "live";

    /// <summary>The tag of the second.</summary>
    public const string ReadyTag = "ready";
}
