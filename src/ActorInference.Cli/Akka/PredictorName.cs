namespace ActorInference.Cli.Akka;

/// <summary>What a predictor is called, by which its lanes are deployed: <c>/actorinference-NAME/DEVICE/lanes</c>.</summary>
internal static class PredictorName
{
    /// <summary>That of a model's file: without folder and extension, and with a hyphen for what cannot stand in a path.</summary>
    public static string Of(string modelPath)
    {
        var name = string.Concat(Path.GetFileNameWithoutExtension(modelPath).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return name.Length > 0 ? name : "predictor";
    }
}
