namespace ActorInference.OnnxRuntime.Tests;

/// <summary>Opens models and runs them in one line each.</summary>
internal static class Opened
{
    public static OnnxRuntimeSessionFactory Factory { get; } = new();

    public static ISession Open(TestModel model, SessionOptions? options = null) => Factory.Open(model.Source, options ?? new()).Value;

    public static Failure FailureOf(ModelSource source, SessionOptions? options = null)
    {
        var outcome = Factory.Open(source, options ?? new());
        if (outcome.Succeeded) outcome.Value.Dispose();
        return outcome.Failure ?? throw new Xunit.Sdk.XunitException($"{source.Name} opened although it should not");
    }

    /// <summary>Runs with all outputs; the caller disposes them.</summary>
    public static Value?[] Run(this ISession session, params RunInput[] inputs)
    {
        var outputs = session.Signature.Outputs.Select(spec => new RunOutput(spec.Name)).ToArray();
        if (session.Run(inputs, outputs) is { } failure) throw failure.ToException();
        return [.. outputs.Select(output => output.Value)];
    }

    public static Tensor RunTensor(this ISession session, params RunInput[] inputs) => (Tensor)session.Run(inputs)[0]!;
}
