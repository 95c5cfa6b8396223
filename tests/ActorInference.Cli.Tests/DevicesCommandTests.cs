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

    [Fact]
    public async Task Unknown_command_is_wrong_usage()
    {
        var finished = await Actorinfer.Run("frobnicate");
        Assert.Equal(2, finished.ExitCode);
        Assert.Empty(finished.Output);
        Assert.Contains("frobnicate", finished.Errors, StringComparison.Ordinal);
    }
}
