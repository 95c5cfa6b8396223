using System.Globalization;
using System.Text.Json;

namespace ActorInference.OnnxRuntime.Tests.Golden;

/// <summary>Real models on given tensors give the reference results, within what each case says its results move between optimisations.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        if (TestData.Exists)
        {
            foreach (var folder in Directory.GetDirectories(TestData.Path("golden")).Order()) cases.Add(Path.GetFileName(folder));
        }

        return cases;
    }

    [DataTheory]
    [MemberData(nameof(Cases))]
    public void Model_gives_the_reference_result(string name) => AssertReference(name, "cpu", slack: 1);

    [WebGpuDataFact]
    public void Webgpu_gives_the_reference_result()
    {
        // A GPU sums in another order than the CPU that made the references.
        AssertReference("fst_tiny_batch2", "webgpu", slack: 10);
        AssertReference("cifar10_batch4", "webgpu", slack: 10);
    }

    private static void AssertReference(string name, string device, double slack)
    {
        var folder = TestData.Path("golden/" + name);
        using var meta = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "meta.json")));
        var model = TestData.Path(meta.RootElement.GetProperty("model").GetString()!);
        using var session = Opened.Factory.Open(ModelSource.File(model), new SessionOptions { Device = DeviceId.Parse(device) }).Value;

        var files = meta.RootElement.GetProperty("inputs").EnumerateArray().Select(file => Path.Combine(folder, file.GetString()!));
        var inputs = files.Zip(session.Signature.Inputs, (file, spec) => new RunInput(spec.Name, TensorFile.Read(file, spec.Type).Value)).ToArray();
        using var expected = (Tensor)TensorFile.Read(Path.Combine(folder, "output_0.npy")).Value;
        using var actual = session.RunTensor(inputs);

        Assert.Equal(expected.Shape, actual.Shape);
        var tolerance = Tolerance(meta.RootElement) * slack;
        var worst = Numbers(expected).Zip(Numbers(actual), (a, b) => Math.Abs(a - b)).Max();
        Assert.True(worst <= tolerance, $"{name} on {device}: off by {worst:g3}, allowed is {tolerance:g3}");
        foreach (var input in inputs) input.Value.Dispose();
    }

    // "5.7e-6/0.992": how far results moved, and the largest result. Four times that, and a float's own noise.
    private static double Tolerance(JsonElement meta)
    {
        var parts = meta.GetProperty("max_abs_diff_vs_optimizations_off_1thread")[0].GetString()!.Split('/');
        var (moved, largest) = (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
        return (4 * moved) + (1e-5 * largest);
    }

    private static double[] Numbers(Tensor tensor) => tensor.ElementType == ElementType.Float16
        ? [.. tensor.Span<Half>().ToArray().Select(number => (double)number)]
        : [.. tensor.Span<float>().ToArray().Select(number => (double)number)];
}
