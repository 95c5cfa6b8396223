using System.Text.Json;

namespace ActorInference.Cli.Running;

/// <summary>Values for a model's further inputs, given as <c>name=JSON</c>: <c>exposure=[0.5]</c>.</summary>
internal static class ConstantInputs
{
    /// <summary>One input for each of <paramref name="texts"/>; the caller disposes the values. Throws for what is no value of the input's type.</summary>
    public static RunInput[] Read(IReadOnlyList<string> texts, ModelSignature signature) => [.. texts.Select(text => Read(text, signature))];

    /// <summary>How a value for an input is written: <c>exposure=[VALUE]</c>, with the brackets that its shape takes.</summary>
    public static string Form(ValueSpec spec)
    {
        var value = "VALUE";
        if (spec.Type is TensorType { Shape: { } shape })
        {
            // A dimension of another size than 1 has more values like the first, which are not all written out.
            foreach (var dimension in shape.Reverse()) value = dimension.Size is null or 1 ? $"[{value}]" : $"[{value}, ...]";
        }

        return $"{spec.Name}={value}";
    }

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
            if (!JsonTensor.Read(document.RootElement, type.ElementType).TryGet(out var tensor, out var failure)) throw Invalid(text, failure.Message);
            var input = new RunInput(name, tensor);
            if (new ModelSignature([spec], [], []).Check([input]) is not { } mismatch) return input;
            tensor.Dispose();
            throw Invalid(text, $"{mismatch.Message.TrimEnd('.')}: write --set {Form(spec)}.");
        }
        catch (JsonException)
        {
            throw Invalid(text, $"'{json}' is no number and no array in brackets.");
        }
    }

    private static InferenceException Invalid(string text, string message) => new(new(ErrorKind.InvalidInput, $"--set {text}: {message}"));
}
