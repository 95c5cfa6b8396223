using System.Text.Json;

namespace ActorInference.Cli.Running;

/// <summary>Values for a model's further inputs, given as <c>name=JSON</c>: <c>exposure=[0.5]</c>.</summary>
internal static class ConstantInputs
{
    /// <summary>One input for each of <paramref name="texts"/>; the caller disposes the values. Throws for what is no value of the input's type.</summary>
    public static RunInput[] Read(IReadOnlyList<string> texts, ModelSignature signature) => [.. texts.Select(text => Read(text, signature))];

    private static RunInput Read(string text, ModelSignature signature)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw Invalid(text, "write NAME=VALUE, such as exposure=[0.5].");
        var (name, json) = (text[..equals], text[(equals + 1)..]);
        var spec = signature.Inputs.Concat(signature.OverridableInitializers).FirstOrDefault(spec => spec.Name == name)
            ?? throw Invalid(text, $"the model has no input '{name}'; it has {string.Join(", ", signature.Inputs.Concat(signature.OverridableInitializers).Select(input => $"'{input.Name}'"))}.");
        if (spec.Type is not TensorType type) throw Invalid(text, $"{spec} takes no tensor.");
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonTensor.Read(document.RootElement, type.ElementType).TryGet(out var tensor, out var failure) ? new(name, tensor) : throw Invalid(text, failure.Message);
        }
        catch (JsonException)
        {
            throw Invalid(text, $"'{json}' is no number and no array in brackets.");
        }
    }

    private static InferenceException Invalid(string text, string message) => new(new(ErrorKind.InvalidInput, $"--set {text}: {message}"));
}
