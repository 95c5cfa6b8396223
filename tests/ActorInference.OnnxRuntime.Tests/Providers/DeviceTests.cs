namespace ActorInference.OnnxRuntime.Tests.Providers;

public sealed class DeviceTests
{
    private static readonly TestModel Model = TestModel.Unary("Relu", "float32 [N]");

    [Fact]
    public void Every_known_kind_is_reported_with_a_reason_where_it_cannot_be_used()
    {
        var reports = Opened.Factory.ListDevices();
        Assert.Superset(new HashSet<string> { "cpu", "webgpu", "cuda", "tensorrt", "coreml", "directml" }, reports.Select(report => report.Device.Kind).ToHashSet());
        Assert.True(reports.Single(report => report.Device.Kind == "cpu").Usable);
        foreach (var report in reports)
        {
            Assert.NotEmpty(report.Detail);
            Assert.DoesNotContain('\n', report.Detail);
        }
    }

    [Theory]
    [InlineData("cpu:1")]
    [InlineData("webgpu:3")]
    [InlineData("warpdrive")]
    public void Device_that_does_not_exist_is_not_found(string device)
    {
        var failure = Opened.FailureOf(Model.Source, new SessionOptions { Device = DeviceId.Parse(device) });
        Assert.Equal(ErrorKind.NotFound, failure.Kind);
        Assert.StartsWith(DeviceId.Parse(device).ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Device_of_a_kind_that_nobody_knows_is_answered_with_the_kinds_there_are()
    {
        var failure = Opened.FailureOf(Model.Source, new SessionOptions { Device = DeviceId.Parse("gpu") });
        Assert.Contains("no execution provider of that name (devices are cpu, webgpu, cuda, tensorrt, coreml, directml); it has ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_report_agrees_with_what_opening_a_model_there_does()
    {
        foreach (var report in Opened.Factory.ListDevices())
        {
            var outcome = Opened.Factory.Open(Model.Source, new SessionOptions { Device = report.Device });
            Assert.Equal(report.Usable, outcome.Succeeded);
            if (outcome.TryGet(out var session, out var failure)) session.Dispose();
            else Assert.True(failure.Kind is ErrorKind.NotFound or ErrorKind.DeviceLost, failure.ToString());
        }
    }

    [WebGpuFact]
    public void Webgpu_computes_what_cpu_computes()
    {
        var model = new TestModel().Input("x", "float32 [N,64]").Output("y", "float32 [N,64]").Node("Mul", ["x", "x"], ["a"]).Node("Sigmoid", ["a"], ["y"]);
        using var x = Tensor.From([.. Enumerable.Range(0, 640).Select(i => (i - 320) / 100f)], [10, 64]);
        using var cpu = Opened.Open(model);
        using var webgpu = Opened.Open(model, new SessionOptions { Device = DeviceId.Parse("webgpu") });
        Assert.Equal("webgpu:0", webgpu.Device.ToString());
        using var expected = cpu.RunTensor(new RunInput("x", x));
        using var actual = webgpu.RunTensor(new RunInput("x", x));
        for (var i = 0; i < 640; i++) Assert.Equal(expected.Span<float>()[i], actual.Span<float>()[i], 1e-5f);
    }

    [WebGpuFact]
    public void Webgpu_says_that_the_model_is_at_fault_when_it_is()
    {
        var failure = Opened.FailureOf(TestModel.Unary("Frobnicate", "float32 [N]").Source, new SessionOptions { Device = DeviceId.Parse("webgpu") });
        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
    }

    [WebGpuFact]
    public void Webgpu_sessions_on_several_threads_compute_what_they_should()
    {
        var model = new TestModel().Input("x", "float32 [8,8]").Output("y", "float32 [8,8]").Node("MatMul", ["x", "x"], ["y"]);
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var session = Opened.Open(model, new() { Device = new("webgpu") });
            for (var i = 0; i < 30; i++)
            {
                using var x = Tensor.Allocate(ElementType.Float32, [8, 8]);
                x.Span<float>().Fill(i);
                using var y = session.RunTensor(new RunInput("x", x));
                Assert.Equal(-1, y.Span<float>().IndexOfAnyExcept(8f * i * i));
            }
        });
    }

    [WebGpuFact]
    public void Webgpu_draws_the_cartoon_that_cpu_draws()
    {
        var source = ModelSource.File(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx"));
        using var picture = Tensor.Allocate(ElementType.Float32, [1, 3, 60, 80]);
        var values = picture.Span<float>();
        for (var i = 0; i < values.Length; i++) values[i] = (i % 80 < 40 ? .2f : .7f) + (.1f * MathF.Sin(i / 7f));

        using var cpu = Opened.Factory.Open(source, new SessionOptions()).Value;
        using var webgpu = Opened.Factory.Open(source, new SessionOptions { Device = DeviceId.Parse("webgpu") }).Value;
        using var expected = cpu.RunTensor(new RunInput("picture", picture));
        using var actual = webgpu.RunTensor(new RunInput("picture", picture));
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.Span<float>().ToArray().Zip(actual.Span<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1f / 255));
    }
}
