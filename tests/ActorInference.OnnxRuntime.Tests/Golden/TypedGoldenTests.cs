using System.Text.Json;

namespace ActorInference.OnnxRuntime.Tests.Golden;

/// <summary>The same for models on other types: integers and strings exactly, floats to their last digits.</summary>
public sealed class TypedGoldenTests
{
    [DataTheory]
    [InlineData("silero_vad_batch3")]
    [InlineData("triton_simple_batch2")]
    [InlineData("triton_string_batch2")]
    public void Model_gives_the_reference_result(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.Path($"golden_nonimage/{name}.json")));
        using var session = Opened.Factory.Open(ModelSource.File(TestData.Path(document.RootElement.GetProperty("model").GetString()!)), new()).Value;
        var inputs = document.RootElement.GetProperty("inputs").EnumerateObject()
            .Select(input => new RunInput(input.Name, JsonTensor.Read(input.Value).Value)).ToArray();
        var outputs = document.RootElement.GetProperty("outputs").EnumerateObject().Select(output => new RunOutput(output.Name)).ToArray();

        Assert.Null(session.Run(inputs, outputs));

        foreach (var output in outputs)
        {
            using var expected = JsonTensor.Read(document.RootElement.GetProperty("outputs").GetProperty(output.Name)).Value;
            using var actual = (Tensor)output.Value!;
            Assert.Equal((expected.ElementType, expected.Shape), (actual.ElementType, actual.Shape));
            if (expected.ElementType == ElementType.String) Assert.Equal(expected.Strings().ToArray(), actual.Strings().ToArray());
            else if (expected.ElementType != ElementType.Float32) Assert.Equal(expected.Bytes().ToArray(), actual.Bytes().ToArray());
            else Assert.All(expected.Span<float>().ToArray().Zip(actual.Span<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        foreach (var input in inputs) input.Value.Dispose();
    }
}
