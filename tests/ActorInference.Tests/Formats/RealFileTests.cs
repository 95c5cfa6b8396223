using System.Text.Json;

namespace ActorInference.Tests.Formats;

/// <summary>Files that others wrote: NumPy's arrays and ONNX's test sets.</summary>
public sealed class RealFileTests
{
    [DataFact]
    public void Every_golden_npy_file_is_read()
    {
        var files = Directory.GetFiles(TestData.Path("golden"), "*.npy", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var tensor = (Tensor)TensorFile.Read(file).Value;
            Assert.NotEqual(0, tensor.Shape.ElementCount);
            if (tensor.ElementType == ElementType.Float32) Assert.All(tensor.Span<float>().ToArray(), element => Assert.True(float.IsFinite(element)));
        }
    }

    [DataFact]
    public void Every_tensor_of_the_reference_sets_is_read()
    {
        var files = Directory.GetFiles(TestData.Path("reference-sets"), "*.pb", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var tensor = (Tensor)TensorFile.Read(file).Value;
            Assert.Equal(ElementType.Float32, tensor.ElementType);
            Assert.All(tensor.Span<float>().ToArray(), element => Assert.True(float.IsFinite(element)));
        }

        using var digits = TensorFile.Read(TestData.Path("reference-sets/mnist_8/test_data_set_0/output_0.pb")).Value;
        Assert.Equal("float32 [1,10]", digits.ToString());
    }

    [DataTheory]
    [InlineData("silero_vad_batch3", "float32 [3,576]; float32 [2,3,128]; int64 []", "float32 [3,1]; float32 [2,3,128]")]
    [InlineData("triton_simple_batch2", "int32 [2,16]; int32 [2,16]", "int32 [2,16]; int32 [2,16]")]
    [InlineData("triton_string_batch2", "string [2,16]; string [2,16]", "string [2,16]; string [2,16]")]
    public void Golden_tensors_in_JSON_are_read(string name, string inputs, string outputs)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(TestData.Path($"golden_nonimage/{name}.json")));
        Assert.Equal(inputs, Describe(document.RootElement.GetProperty("inputs")));
        Assert.Equal(outputs, Describe(document.RootElement.GetProperty("outputs")));
    }

    private static string Describe(JsonElement element)
    {
        var tensors = JsonTensor.ReadNamed(element).Value;
        var text = string.Join("; ", tensors.Values);
        foreach (var tensor in tensors.Values) tensor.Dispose();
        return text;
    }
}
