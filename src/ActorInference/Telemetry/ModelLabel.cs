namespace ActorInference.Telemetry;

/// <summary>What measurements call a model.</summary>
internal static class ModelLabel
{
    /// <summary>
    /// The last part of its name: <c>cartoon.onnx</c>. Where a file lies is nobody's business elsewhere, and differs between machines whose numbers are to be added up.
    /// </summary>
    public static string Of(string name) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..] is { Length: > 0 } last ? last : name;
}
