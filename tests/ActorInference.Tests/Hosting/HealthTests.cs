using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Tests.Hosting;

/// <summary>What the health checks say in every state of a predictor.</summary>
public sealed class HealthTests : HostTest
{
    private static readonly DeviceId Other = new("fake", 1);

    [Fact]
    public async Task Checks_have_their_names_and_tags()
    {
        var host = Build(_ => { });
        Assert.Equal(["actorinference-live"], (await Health(host, "live")).Entries.Keys);
        Assert.Equal(["actorinference-ready"], (await Health(host, "ready")).Entries.Keys);
    }

    [Fact]
    public async Task Host_that_has_not_started_is_live_and_not_ready()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        await AssertReady(host, HealthStatus.Unhealthy, "cartoon is not open yet.");
        Assert.Equal(HealthStatus.Healthy, (await Health(host, "live")).Status);
        Assert.Equal("not open yet", (await Health(host, "ready")).Entries["actorinference-ready"].Data["cartoon"]);
        Assert.Equal(0, Sessions.Opened);
    }

    [Fact]
    public async Task Ready_predictors_are_healthy_with_detail_of_every_device()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { Placement = Placement.Parse("fake:0+fake:1"), Lanes = 2 }));
        Sessions.Script = _ => FakeBehaviour.Block;
        var (run, running) = await Occupy(PredictorOf(host, "cartoon"));
        var plan = PredictorOf(host, "cartoon").Snapshot().Pools[0].Plan.ToString();
        var report = await Health(host, "ready");
        var entry = report.Entries["actorinference-ready"];
        Assert.Equal((HealthStatus.Healthy, null), (entry.Status, entry.Description));
        Assert.Equal(["cartoon on fake:0", "cartoon on fake:1"], entry.Data.Keys);
        Assert.Equal(
            new DeviceHealth
            {
                Predictor = "cartoon", Model = "cartoon.onnx", Device = "fake:0", State = "ready", Plan = plan, SessionsReady = 1, Sessions = 1, Waiting = 0, Running = 1, Restarts = 0,
            },
            entry.Data["cartoon on fake:0"]);
        Assert.Equal($"ready: {plan}, 1 of 1 sessions, 0 running, 0 waiting", entry.Data["cartoon on fake:1"].ToString());
        run.Release();
        AssertIs(1000, await Soon(running));
    }

    [Fact]
    public async Task Predictor_with_a_session_out_is_degraded()
    {
        Sessions.AllowsConcurrentRuns = false;
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { Lanes = 2 }));
        FailFirst();
        AssertIs(1, await Soon(PredictorOf(host, "cartoon").PredictAsync(Input(1))));
        await AssertReady(host, HealthStatus.Degraded, "cartoon is degraded.");
        var device = (DeviceHealth)(await Health(host, "ready")).Entries["actorinference-ready"].Data["cartoon on fake:0"];
        Assert.Equal(("degraded", 1, 2, "device-lost: The fake session was told to fail as device-lost."), (device.State, device.SessionsReady, device.Sessions, device.LastFailure));
    }

    [Fact]
    public async Task Predictor_that_restarts_is_unhealthy_until_a_session_is_back()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        FailFirst();
        var waiting = PredictorOf(host, "cartoon").PredictAsync(Input(1));
        Until(() => PredictorOf(host, "cartoon").Snapshot().State == HealthState.Restarting);
        await AssertReady(host, HealthStatus.Unhealthy, "cartoon is restarting.");
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(1, await Soon(waiting));
        await AssertReady(host, HealthStatus.Healthy, null);
        Assert.Equal(1, ((DeviceHealth)(await Health(host, "ready")).Entries["actorinference-ready"].Data["cartoon on fake:0"]).Restarts);
    }

    [Fact]
    public async Task Predictor_that_stopped_is_unhealthy_and_the_process_is_still_live()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { Supervision = new() { Jitter = 0, MaxRestarts = 0 } }));
        FailFirst();
        Assert.False((await Soon(PredictorOf(host, "cartoon").PredictAsync(Input(1)))).Succeeded);
        Until(() => PredictorOf(host, "cartoon").Snapshot().State == HealthState.Stopped);
        await AssertReady(host, HealthStatus.Unhealthy, "cartoon is stopped.");
        Assert.Equal(HealthStatus.Healthy, (await Health(host, "live")).Status);
    }

    [Fact]
    public async Task Host_is_as_ready_as_the_worst_of_its_predictors()
    {
        Sessions.AllowsConcurrentRuns = false;
        var host = await Start(add => add
            .AddPredictor("cartoon", Model("cartoon.onnx"), Options with { Lanes = 2 })
            .AddPredictor("anime", Model("anime.onnx"), Options with { Placement = new([Other]) }));
        FailFirst();
        AssertIs(1, await Soon(PredictorOf(host, "cartoon").PredictAsync(Input(1))));
        FailFirst();
        var waiting = PredictorOf(host, "anime").PredictAsync(Input(1));
        Until(() => PredictorOf(host, "anime").Snapshot().State == HealthState.Restarting);
        await AssertReady(host, HealthStatus.Unhealthy, "cartoon is degraded. anime is restarting.");
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(1, await Soon(waiting));
    }

    [Fact]
    public async Task Predictor_that_the_host_does_not_need_makes_it_degraded_at_most()
    {
        Sessions.OnOpen = (_, _) => new(ErrorKind.NotFound, "there is no such file.");
        var host = await Start(add => add.AddPredictor("extra", Model("extra.onnx"), required: false));
        await AssertReady(host, HealthStatus.Degraded, "predictor 'extra' cannot be opened: extra.onnx: there is no such file.");
        Assert.StartsWith("not-found: ", (string)(await Health(host, "ready")).Entries["actorinference-ready"].Data["extra"], StringComparison.Ordinal);
        Sessions.OnOpen = null;
        PredictorOf(host, "extra");
        await AssertReady(host, HealthStatus.Healthy, null);
        FailFirst();
        var waiting = PredictorOf(host, "extra").PredictAsync(Input(1));
        Until(() => PredictorOf(host, "extra").Snapshot().State == HealthState.Restarting);
        await AssertReady(host, HealthStatus.Degraded, "extra is restarting.");
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(1, await Soon(waiting));
    }

    [Fact]
    public async Task Host_that_is_told_to_stop_is_not_ready_any_more()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await AssertReady(host, HealthStatus.Unhealthy, "The host stops.");
        Assert.Equal(HealthStatus.Healthy, (await Health(host, "live")).Status);
    }

    [Fact]
    public async Task One_lane_that_hangs_is_no_reason_to_restart_the_process_but_more_than_there_are_is()
    {
        var watchdog = TimeSpan.FromMinutes(2);
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { Supervision = new() { Jitter = 0, Watchdog = watchdog } }));
        var predictor = PredictorOf(host, "cartoon");
        Sessions.Script = run => run.Firsts is [>= 1000, ..] ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var (_, first) = await Occupy(predictor);
        await HangThrough(predictor, watchdog, 1);
        Assert.Equal(HealthStatus.Healthy, (await Health(host, "live")).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await Health(host, "ready")).Status);
        Time.Advance(TimeSpan.FromMilliseconds(100)); // it is tried once more, on a new lane, and hangs again
        await OwnThread.Run(() => Sessions.WaitForBlocked(2));
        Assert.Equal(HealthStatus.Healthy, (await Health(host, "live")).Status);
        await HangThrough(predictor, watchdog, 2);
        var report = await Health(host, "live");
        Assert.Equal((HealthStatus.Unhealthy, "cartoon: 2 lanes hang in runs that do not return; restart the process."), (report.Status, report.Entries["actorinference-live"].Description));
        Sessions.ReleaseAll();
        Assert.False((await Soon(first)).Succeeded);
        Until(() => predictor.Snapshot().LanesStillHanging == 0);
        Assert.Equal(HealthStatus.Healthy, (await Health(host, "live")).Status);
    }

    [Fact]
    public async Task Lane_that_hangs_beside_a_predictor_that_stopped_is_a_reason_to_restart_the_process()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { Supervision = new() { Jitter = 0, MaxRestarts = 0, Watchdog = TimeSpan.FromMinutes(2) } }));
        Sessions.Script = _ => FakeBehaviour.Hang;
        var (_, hanging) = await Occupy(PredictorOf(host, "cartoon"));
        await HangThrough(PredictorOf(host, "cartoon"), TimeSpan.FromMinutes(2), 1);
        Assert.False((await Soon(hanging)).Succeeded);
        Assert.Equal(HealthStatus.Unhealthy, (await Health(host, "live")).Status);
    }

    [Fact]
    public async Task Status_of_a_failed_check_is_the_one_that_the_host_chose()
    {
        var host = Build(add =>
        {
            add.AddPredictor("cartoon", Model("cartoon.onnx"));
            add.Services.Configure<HealthCheckServiceOptions>(options => options.Registrations.Single(check => check.Name == ActorInferenceHealth.ReadyCheck).FailureStatus = HealthStatus.Degraded);
        });
        Assert.Equal(HealthStatus.Degraded, (await Health(host, ActorInferenceHealth.ReadyTag)).Status);
    }

    private async Task HangThrough(Predictor predictor, TimeSpan watchdog, int hanging)
    {
        await OwnThread.Run(() => Time.WaitForTimers(1));
        Time.Advance(watchdog);
        Until(() => predictor.Snapshot().LanesStillHanging == hanging);
    }

    // The session of the next run is lost with it.
    private void FailFirst()
    {
        var failed = 0;
        Sessions.Script = _ => Interlocked.Exchange(ref failed, 1) == 0 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
    }

    private static async Task AssertReady(IHost host, HealthStatus status, string? description)
    {
        var entry = (await Health(host, "ready")).Entries["actorinference-ready"];
        Assert.Equal((status, description), (entry.Status, entry.Description));
    }
}
