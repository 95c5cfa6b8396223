namespace ActorInference.Cli.Tests;

public sealed class DevicesCommandTests
{
    [Fact]
    public async Task Devices_lists_every_kind_and_why_it_is_not_usable()
    {
        var finished = await Actorinfer.Run("devices", "--json");
        Assert.Equal(0, finished.ExitCode);
        var devices = finished.Json["devices"]!.AsArray();
        Assert.Contains(devices, device => (string?)device!["device"] == "cpu" && (bool)device["usable"]!);
        Assert.All(devices, device => Assert.NotEmpty((string)device!["detail"]!));
    }

    // Each in a process of its own: one that has opened a session on the CPU before hides what a device lacks when it comes first.
    [Fact]
    public async Task Predicting_on_webgpu_first_thing_fails_only_where_devices_says_so()
    {
        var listed = (await Actorinfer.Run("devices", "--json")).Json["devices"]!.AsArray().Single(device => (string?)device!["device"] == "webgpu:0")!;
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("abs.onnx"), TestModel.Unary("Abs", "float32 [N]").Bytes);
        var finished = await Actorinfer.Run("predict", folder.File("abs.onnx"), "--set", "x=[-3]", "--device", "webgpu");
        Assert.Equal((bool)listed["usable"]! ? 0 : 2, finished.ExitCode);
        Assert.DoesNotContain("DefaultLogger", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_command_is_wrong_usage()
    {
        var finished = await Actorinfer.Run("frobnicate");
        Assert.Equal(2, finished.ExitCode);
        Assert.Empty(finished.Output);
        Assert.Contains("frobnicate", finished.Errors, StringComparison.Ordinal);
    }
}
