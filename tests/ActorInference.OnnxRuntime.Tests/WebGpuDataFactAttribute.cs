namespace ActorInference.OnnxRuntime.Tests;

/// <summary>A test that needs a WebGPU device and the shared test data; skipped, with what to do, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WebGpuDataFactAttribute : FactAttribute
{
    public WebGpuDataFactAttribute() => Skip = new WebGpuFactAttribute().Skip ?? new DataFactAttribute().Skip;
}
