namespace ActorInference.TestKit;

/// <summary>
/// A model that runs for ever, in steps of a few microseconds: a loop whose condition stays true. Before the loop it writes its
/// output "started". Takes <c>x</c>, float32 [256]; would give <c>y</c>, the same.
/// </summary>
public static class EndlessModel
{
    public static TestModel Create()
    {
        var body = new TestModel()
            .Input("i", "int64 []").Input("condition", "bool []").Input("carried", "float32 [256]")
            .Output("go_on", "bool []").Output("next", "float32 [256]")
            .Node("Identity", ["condition"], ["go_on"]).Node("Neg", ["carried"], ["next"]);
        return new TestModel().Input("x", "float32 [256]").Output("started", "float32 [256]").Output("y", "float32 [256]")
            .Initializer("count", [long.MaxValue]).Initializer("true", true)
            .Node("Neg", ["x"], ["started"])
            .Node("Loop", ["count", "true", "started"], ["y"], ("body", body));
    }
}
