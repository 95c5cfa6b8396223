using ActorInference.TestKit.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Hosting;

/// <summary>What happens until a host has stopped.</summary>
[Collection("pipelines")] // threads of pipelines are counted
public sealed class StopTests : HostTest
{
    private readonly SemaphoreSlim _gate = new(0);

    [Fact]
    public async Task Requests_in_flight_are_finished_and_new_ones_refused()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        var predictor = PredictorOf(host, "cartoon");
        Sessions.Script = _ => FakeBehaviour.Block;
        var (run, running) = await Occupy(predictor);
        var waiting = predictor.PredictAsync(Input(2));
        var stop = host.StopAsync();
        Until(() => predictor.Snapshot().State == HealthState.Stopped);
        Assert.Equal(ErrorKind.NotReady, (await Soon(predictor.PredictAsync(Input(3)))).Failure?.Kind);
        Assert.False(stop.IsCompleted);
        Sessions.Script = null;
        run.Release();
        AssertIs(1000, await Soon(running));
        AssertIs(2, await Soon(waiting));
        await Soon(stop);
        Assert.Equal(0, Sessions.OpenNow);
        Assert.Equal(["cartoon: draining, 2 requests in flight"], Log.Of(39));
        Assert.Equal(["cartoon: drained after 0 s"], Log.Of(40));
    }

    [Fact]
    public async Task What_is_left_when_the_time_is_over_is_cancelled_and_counted()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx")).AddPredictor("anime", Model("anime.onnx")));
        Sessions.Script = _ => FakeBehaviour.Block;
        var (_, running) = await Occupy(PredictorOf(host, "cartoon"));
        var waiting = PredictorOf(host, "cartoon").PredictAsync(Input(2));
        using var time = new CancellationTokenSource();
        var stop = host.StopAsync(time.Token);
        Until(() => Log.Of(40).Count == 1); // the one with nothing to do
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(stop.IsCompleted);
        await time.CancelAsync();
        await Soon(stop);
        Assert.Equal([ErrorKind.Cancelled, ErrorKind.Cancelled], [(await Soon(running)).Failure!.Kind, (await Soon(waiting)).Failure!.Kind]);
        Assert.Equal((LogLevel.Warning, "cartoon: draining was cut short after 5 s: 2 requests were cancelled"), Log.Lines.Where(line => line.Id == 41).Select(line => (line.Level, line.Text)).Single());
        Until(() => Sessions.OpenNow == 0);
    }

    [Fact]
    public async Task Run_that_does_not_end_when_told_to_does_not_keep_the_host_from_stopping_and_its_disposal_only_for_its_patience()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        Sessions.Script = _ => FakeBehaviour.Hang;
        var (_, running) = await Occupy(PredictorOf(host, "cartoon"));
        using var time = new CancellationTokenSource();
        var stop = host.StopAsync(time.Token);
        Until(() => Log.Of(39).Count == 1);
        await time.CancelAsync();
        await Soon(stop);
        Assert.Equal(ErrorKind.Cancelled, (await Soon(running)).Failure?.Kind);
        var disposal = OwnThread.Run(host.Dispose);
        Until(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(10)); // lanes first, then sessions: each has its own
            return disposal.IsCompleted;
        });
        Assert.Equal(1, Sessions.RunsNow);
    }

    [Fact]
    public async Task Services_that_stop_still_have_their_predictors_whatever_was_added_first()
    {
        var first = new Worker();
        var last = new Worker();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<IHostedService>(first).AddSingleton<ISessionFactory>(Sessions).AddActorInference(new() { Predictor = Options }).AddPredictor("cartoon", Model("cartoon.onnx"));
        builder.Services.AddSingleton<IHostedService>(last);
        using var host = builder.Build();
        await Soon(host.StartAsync());
        var outcomes = new List<Outcome<Prediction>>();
        first.OnStop = last.OnStop = async cancel => outcomes.Add(await PredictorOf(host, "cartoon").PredictAsync(Input(4), cancel: cancel));
        await Soon(host.StopAsync());
        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, outcome => AssertIs(4, outcome));
        Assert.Equal(0, Sessions.OpenNow);
    }

    [Fact]
    public async Task Running_pipelines_take_nothing_more_and_finish_what_is_in_flight()
    {
        var work = new HeldWork();
        var (host, worker) = await StartPipeline(work);
        await work.Begins(1);
        var stop = host.StopAsync();
        Until(() => host.Services.GetRequiredService<KillSwitch>().IsFlipped);
        Assert.False(stop.IsCompleted);
        work.ReleaseAll();
        await Soon(stop);
        var progress = await Soon(worker.Run!);
        Assert.Equal((0, progress.Taken), (progress.Cancelled, progress.Succeeded));
        Assert.Single(Log.Of(37), "the host stops; pipelines that take nothing more and finish what is in flight: 1");
        Assert.Empty(Log.Of(38));
        Assert.Equal(0, PipelineThreads.Count());
    }

    [Fact]
    public async Task Predictors_drain_when_pipelines_that_nobody_awaits_have_ended()
    {
        var work = new HeldWork();
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx")).AddPipeline("numbers", (services, options) => Pipeline.Of<int>(options)
            .MapAsync<int>("hold", async (item, cancel) =>
            {
                await work.HoldAsync(item, cancel);
                return item;
            })
            .Predict(services.GetRequiredKeyedService<Predictor>("cartoon"), item => Input(item))));
        var outcomes = new List<bool>();
        var run = host.Services.GetRequiredKeyedService<Pipeline<int, Predicted<int>>>("numbers").RunAsync(
            Enumerable.Range(0, 2).ToAsyncEnumerable(),
            outcome =>
            {
                outcomes.Add(outcome.Succeeded);
                outcome.Outcome.Value.Dispose();
                return default;
            },
            host.Services.GetRequiredService<KillSwitch>());
        await work.Begins(2);
        var stop = host.StopAsync();
        Until(() => Log.Of(37).Count == 1);
        Assert.Equal(HealthState.Ready, PredictorOf(host, "cartoon").Snapshot().State);
        work.ReleaseAll();
        await Soon(stop);
        await Soon(run);
        Assert.Equal([true, true], outcomes);
    }

    [Fact]
    public async Task Pipelines_that_still_run_when_the_time_is_over_are_aborted()
    {
        var work = new HeldWork();
        var (host, worker) = await StartPipeline(work);
        await work.Begins(1);
        using var time = new CancellationTokenSource();
        var stop = host.StopAsync(time.Token);
        Until(() => host.Services.GetRequiredService<KillSwitch>().IsFlipped);
        await time.CancelAsync();
        await Soon(stop);
        Assert.True((await Soon(worker.Run!)).Cancelled > 0);
        Assert.Single(Log.Of(38), "the host's time to stop is over; pipelines that still run and are aborted: 1");
        Assert.Equal(0, PipelineThreads.Count());
    }

    [Fact]
    public async Task Pipelines_drain_as_soon_as_the_application_is_told_to_stop()
    {
        var host = await Start(_ => { });
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.True(host.Services.GetRequiredService<KillSwitch>().IsFlipped);
        Assert.Empty(Log.Of(37)); // nothing runs
        await Soon(host.StopAsync());
    }

    [Fact]
    public async Task Predictor_that_was_not_open_is_not_opened_while_the_host_stops()
    {
        Sessions.OnOpen = (_, _) => new(ErrorKind.NotFound, "there is no such file.");
        var host = await Start(add => add.AddPredictor("extra", Model("extra.onnx"), required: false));
        Sessions.OnOpen = null;
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        var problem = Assert.Throws<InferenceException>(() => PredictorOf(host, "extra"));
        Assert.Equal((ErrorKind.NotReady, "predictor 'extra' is not opened any more: the host stops."), (problem.Kind, problem.Message));
        await Soon(host.StopAsync());
        Assert.Equal(0, Sessions.Opened);
    }

    [Fact]
    public async Task Predictor_that_is_just_being_opened_when_the_host_stops_is_closed()
    {
        Sessions.OnOpen = (_, _) => new(ErrorKind.NotFound, "there is no such file.");
        var host = await Start(add => add.AddPredictor("extra", Model("extra.onnx"), required: false));
        Sessions.OnOpen = (_, _) =>
        {
            _gate.Wait();
            return null;
        };
        var asked = OwnThread.Run(() => PredictorOf(host, "extra"));
        Until(() => Sessions.OpenAttempts == 2);
        using var time = new CancellationTokenSource();
        var stop = host.StopAsync(time.Token);
        await time.CancelAsync();
        await Soon(stop);
        _gate.Release();
        await Soon(asked);
        await Soon(OwnThread.Run(host.Dispose));
        Assert.Equal((1, 0), (Sessions.Opened, Sessions.OpenNow));
    }

    [Fact]
    public async Task Disposal_without_a_stop_cancels_what_is_in_flight()
    {
        var host = await Start(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        Sessions.Script = _ => FakeBehaviour.Block;
        var (_, running) = await Occupy(PredictorOf(host, "cartoon"));
        await Soon(OwnThread.Run(host.Dispose));
        Assert.Equal(ErrorKind.Cancelled, (await Soon(running)).Failure?.Kind);
        Assert.Equal((0, 0), (Sessions.OpenNow, Sessions.RunsNow));
    }

    [Fact]
    public async Task Log_that_throws_keeps_no_predictor_from_being_drained()
    {
        var host = await Start(add =>
        {
            add.AddPredictor("cartoon", Model("cartoon.onnx"));
            add.Services.AddLogging(logging => logging.AddProvider(new BrokenLog()));
        });
        await Soon(host.StopAsync());
        Assert.Equal(0, Sessions.OpenNow);
    }

    public override void Dispose()
    {
        _gate.Release(100);
        base.Dispose();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    // A service that runs a pipeline over numbers without end, as a host's own would.
    private async Task<(IHost Host, PipelineWorker Worker)> StartPipeline(HeldWork work)
    {
        var host = await Start(add =>
        {
            add.AddPipeline("numbers", (_, options) => Pipeline.Of<int>(options with { MaxItemsInFlight = 3 }).MapAsync<int>("hold", async (item, cancel) =>
            {
                await work.HoldAsync(item, cancel);
                return item;
            }));
            add.Services.AddSingleton<PipelineWorker>().AddHostedService(services => services.GetRequiredService<PipelineWorker>());
        });
        return (host, host.Services.GetRequiredService<PipelineWorker>());
    }

    private sealed class PipelineWorker([FromKeyedServices("numbers")] Pipeline<int, int> pipeline, KillSwitch killSwitch) : BackgroundService
    {
        public Task<PipelineSnapshot>? Run { get; private set; }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Run = pipeline.RunAsync(Forever().ToAsyncEnumerable(), _ => default, killSwitch, cancel: CancellationToken.None);

        private static IEnumerable<int> Forever()
        {
            for (var i = 0; ; i++) yield return i;
        }
    }

    private sealed class BrokenLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("ActorInference", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw new IOException("The disk is full.");

        public void Dispose()
        {
            // It has nothing.
        }
    }
}
