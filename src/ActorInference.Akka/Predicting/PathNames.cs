namespace ActorInference.Akka.Predicting;

/// <summary>What the actors of a predictor are called.</summary>
internal static class PathNames
{
    /// <summary>The router over the lanes of a device.</summary>
    public const string Lanes = "lanes";

    /// <summary>A predictor.</summary>
    public static string Predictor(string name) => $"actorinference-{name}";

    /// <summary>A pool: <c>cpu</c>, <c>cuda-0</c>; a colon would have to be quoted in HOCON.</summary>
    public static string Pool(DeviceId device) => device.ToString().Replace(':', '-');
}
