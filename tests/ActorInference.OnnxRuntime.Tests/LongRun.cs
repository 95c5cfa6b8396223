namespace ActorInference.OnnxRuntime.Tests;

/// <summary>A model that runs for ever, in steps of a few microseconds: a loop whose condition stays true.</summary>
internal static class LongRun
{
    public const int Width = 256;

    public static TestModel Model()
    {
        var body = new TestModel()
            .Input("i", "int64 []").Input("condition", "bool []").Input("carried", "float32 [256]")
            .Output("go_on", "bool []").Output("next", "float32 [256]")
            .Node("Identity", ["condition"], ["go_on"]).Node("Neg", ["carried"], ["next"]);
        return new TestModel().Input("x", "float32 [256]").Output("y", "float32 [256]")
            .Initializer("count", [long.MaxValue]).Initializer("true", true)
            .Node("Loop", ["count", "true", "x"], ["y"], ("body", body));
    }

    public static Tensor Input() => Tensor.From(new float[Width], [Width]);

    public static Failure? Start(ISession session, Tensor x, CancellationToken cancel) => session.Run([new("x", x)], [new RunOutput("y")], cancel);
}
