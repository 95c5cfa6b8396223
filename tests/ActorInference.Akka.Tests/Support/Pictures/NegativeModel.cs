namespace ActorInference.Akka.Tests;

/// <summary>A small ONNX model that ONNX Runtime runs: a picture's negative, float32 [N,3,H,W] of 0..1 to the same.</summary>
internal static class NegativeModel
{
    public static ModelSource Source { get; } = new TestModel()
        .Input("picture", "float32 [N,3,H,W]").Output("negative", "float32 [N,3,H,W]")
        .Initializer("one", [1f], 1).Node("Sub", ["one", "picture"], ["negative"]).Source;
}
