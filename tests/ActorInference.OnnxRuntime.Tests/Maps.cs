namespace ActorInference.OnnxRuntime.Tests;

/// <summary>Models with maps, as classifiers exported from scikit-learn have them.</summary>
internal static class Maps
{
    public static TestModel ZipMap() => new TestModel().Input("x", "float32 [N,3]").Output("y", "sequence(map(int64, float32 []))")
        .Node("ai.onnx.ml", "ZipMap", ["x"], ["y"], ("classlabels_int64s", new long[] { 10, 20, 30 }));

    public static TestModel ZipMapOfStrings() => new TestModel().Input("x", "float32 [N,2]").Output("y", "sequence(map(string, float32 []))")
        .Node("ai.onnx.ml", "ZipMap", ["x"], ["y"], ("classlabels_strings", new[] { "cat", "dog" }));

    public static TestModel DictVectorizer() => new TestModel().Input("x", "map(string, float32 [])").Output("y", "float32 [...]")
        .Node("ai.onnx.ml", "DictVectorizer", ["x"], ["y"], ("string_vocabulary", new[] { "a", "b", "c" }));
}
