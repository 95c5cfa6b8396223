using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Telemetry.Tests.Metrics;

/// <summary>How predictors stand when somebody collects.</summary>
public sealed class PredictorLevelTests : TelemetryTest
{
    private const string Tags = "device=fake:0, model.name=double.onnx";

    [Fact]
    public async Task Levels_are_those_of_the_moment()
    {
        using var probe = new MeterProbe();
        var predictor = Open(Options with { Lanes = 2, Admission = new() { MaxItems = 3 } });
        Until(() => predictor.Snapshot().Pools[0].LanesIdle == 2);
        Assert.Equal([$"0 {{device=fake:0, lane.state=busy, model.name=double.onnx}}", $"2 {{device=fake:0, lane.state=idle, model.name=double.onnx}}", $"0 {{device=fake:0, lane.state=unavailable, model.name=double.onnx}}"], probe.Look("lane.count"));
        var (_, one) = await Block(predictor);
        var (_, two) = await Block(predictor);
        var queued = predictor.PredictAsync(Input(1));
        var waiting = predictor.PredictAsync(Input(2));
        Assert.Equal(["3 {model.name=double.onnx}"], probe.Look("prediction.in_flight"));
        Assert.Equal([$"{predictor.Snapshot().BytesInFlight} {{model.name=double.onnx}}"], probe.Of("prediction.in_flight_size"));
        Assert.Equal(["1 {model.name=double.onnx}"], probe.Of("prediction.waiting_for_room"));
        Assert.Equal([$"1 {{{Tags}}}"], probe.Of("prediction.queued"));
        Assert.Equal($"2 {{device=fake:0, lane.state=busy, model.name=double.onnx}}", probe.Of("lane.count")[0]);
        Assert.Equal(["1 {" + Tags + ", pool.state=ready}", "0 {" + Tags + ", pool.state=degraded}", "0 {" + Tags + ", pool.state=restarting}", "0 {" + Tags + ", pool.state=stopped}"], probe.Of("pool.count"));
        Sessions.ReleaseAll();
        await Ends(one, two, queued, waiting);
        Assert.Equal(["0 {model.name=double.onnx}"], probe.Look("prediction.in_flight"));
    }

    [Fact]
    public void Predictors_with_the_same_attributes_add_up()
    {
        using var probe = new MeterProbe();
        Open(Options with { Lanes = 2 });
        Open(Options with { Lanes = 3 });
        Assert.Equal(["2 {" + Tags + ", pool.state=ready}"], probe.Look("pool.count").Where(pool => pool.Contains("ready", StringComparison.Ordinal)));
        Assert.Equal(5, probe.Of("lane.count").Sum(lanes => int.Parse(lanes.Split(' ')[0])));
    }

    [Fact]
    public void Pool_that_failed_too_often_is_stopped()
    {
        using var probe = new MeterProbe();
        var predictor = Open(Options with { Supervision = Options.Supervision with { MaxRestarts = 0 } });
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.DeviceLost);
        Assert.False(predictor.Predict(Input(1)).Succeeded);
        Assert.Equal("1 {" + Tags + ", pool.state=stopped}", probe.Look("pool.count")[^1]);
    }

    [Fact]
    public void Predictor_that_is_closed_or_could_not_be_opened_is_measured_no_more()
    {
        using var probe = new MeterProbe();
        var predictor = Open();
        Assert.NotEmpty(probe.Look("pool.count"));
        predictor.Dispose();
        Sessions.OnOpen = (_, _) => new(ErrorKind.NotFound, "There is no such file.");
        Assert.False(Predictor.Open(Sessions, Model("nothing"), Options, Time).Succeeded);
        foreach (var level in new[] { "pool.count", "lane.count", "prediction.in_flight", "prediction.in_flight_size", "prediction.queued", "prediction.waiting_for_room" }) Assert.Empty(probe.Look(level));
    }

    [Fact]
    public void Closed_predictor_is_not_held_by_who_measured_it()
    {
        using var probe = new MeterProbe();
        var predictor = OpenAndClose(probe);
        for (var i = 0; i < 10 && predictor.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(predictor.IsAlive);
    }

    [Fact]
    public async Task Hosted_predictor_has_its_name()
    {
        using var probe = new MeterProbe();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<ISessionFactory>(Sessions);
        builder.Services.AddActorInference(new() { Predictor = Options }).AddPredictor("doubling", Model("double.onnx"));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredKeyedService<Predictor>("doubling").Predict(Input(1)).Value.Dispose();
            Assert.Equal(["1 {device=fake:0, model.name=double.onnx, predictor.name=doubling}"], probe.Of("predictions"));
            Assert.Equal(["0 {model.name=double.onnx, predictor.name=doubling}"], probe.Look("prediction.in_flight"));
            await host.StopAsync();
        }

        Assert.Empty(probe.Look("prediction.in_flight"));
    }

    private WeakReference OpenAndClose(MeterProbe probe)
    {
        using var predictor = Predictor.Open(Sessions, Model("double.onnx"), Options, Time).Value;
        predictor.Predict(Input(1)).Value.Dispose();
        probe.Look("pool.count");
        return new(predictor);
    }
}
