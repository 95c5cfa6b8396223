using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Tests.Hosting;

public sealed class StartTests : HostTest
{
    [Fact]
    public async Task Predictors_are_open_and_warmed_up_when_the_host_has_started()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { WarmUp = new() { BatchSizes = [1] } }).AddPredictor("anime", Model("anime.onnx")));
        Assert.Equal(0, Sessions.Opened);
        await Soon(host.StartAsync());
        Assert.Equal((2, 1), (Sessions.OpenNow, Sessions.Runs.Count));
        AssertIs(3, await PredictorOf(host, "cartoon").PredictAsync(Input(3)));
        Assert.Equal("anime.onnx", PredictorOf(host, "anime").Model);
        await Soon(host.StopAsync());
        Assert.Equal(0, Sessions.OpenNow);
    }
}
