namespace ActorInference.OnnxRuntime.Tests;

/// <summary>A test that needs a WebGPU device; a software one will do.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WebGpuFactAttribute : FactAttribute
{
    private static readonly DeviceReport Report = Opened.Factory.ListDevices().Single(report => report.Device.Kind == "webgpu");

    public WebGpuFactAttribute() => Skip = Report.Usable
        ? null
        : "No WebGPU device: install libvulkan1 and chromium and set VK_DRIVER_FILES to Chromium's vk_swiftshader_icd.json, as ./test does. " + Report.Detail;
}
