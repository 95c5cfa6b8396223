using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Hosting;

/// <summary>What happens until a host is ready.</summary>
public sealed class StartTests : HostTest
{
    private readonly SemaphoreSlim _gate = new(0);

    [Fact]
    public async Task Predictors_are_open_and_warmed_up_when_the_host_has_started_and_closed_when_it_has_stopped()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { WarmUp = new() { BatchSizes = [1] } }).AddPredictor("anime", Model("anime.onnx")));
        Assert.Equal(0, Sessions.Opened);
        await Soon(host.StartAsync());
        Assert.Equal((2, 1), (Sessions.OpenNow, Sessions.Runs.Count));
        AssertIs(3, await Soon(PredictorOf(host, "cartoon").PredictAsync(Input(3))));
        Assert.Equal("anime.onnx", PredictorOf(host, "anime").Model);
        await Soon(host.StopAsync());
        Assert.Equal(0, Sessions.OpenNow);
    }

    [Fact]
    public async Task Predictors_are_opened_side_by_side_but_no_more_at_once_than_there_are_cores()
    {
        var (now, most) = (0, 0);
        Sessions.OnOpen = (_, _) =>
        {
            lock (_gate) most = Math.Max(most, ++now);
            _gate.Wait();
            lock (_gate) now--;
            return null;
        };
        var host = Build(add =>
        {
            for (var i = 0; i < Environment.ProcessorCount + 2; i++) add.AddPredictor($"{i}", Model($"{i}.onnx"));
        });
        var start = host.StartAsync();
        Until(() => Volatile.Read(ref now) == Environment.ProcessorCount);
        Assert.False(start.IsCompleted);
        _gate.Release(Environment.ProcessorCount + 2);
        await Soon(start);
        Assert.Equal((Environment.ProcessorCount, Environment.ProcessorCount + 2), (most, Sessions.OpenNow));
    }

    [Fact]
    public async Task Services_of_the_host_start_when_predictors_are_open()
    {
        var openAtStart = 0;
        var host = Build(add =>
        {
            add.AddPredictor("cartoon", Model("cartoon.onnx"));
            add.Services.AddSingleton<IHostedService>(new Worker { OnStart = () => openAtStart = Sessions.OpenNow });
        });
        await Soon(host.StartAsync());
        Assert.Equal(1, openAtStart);
    }

    [Fact]
    public async Task Model_that_cannot_be_loaded_stops_the_start_with_one_line_that_names_predictor_model_and_reason()
    {
        Sessions.OnOpen = (_, _) => new(ErrorKind.NotFound, "there is no such file.");
        var host = Build(add => add.AddPredictor("cartoon", Model("models/cartoon.onnx")));
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Soon(host.StartAsync()));
        Assert.Equal((ErrorKind.NotFound, "predictor 'cartoon' cannot be opened: models/cartoon.onnx: there is no such file."), (problem.Kind, problem.Message));
        var line = Assert.Single(Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Equal((32, "cartoon: models/cartoon.onnx cannot be opened: there is no such file."), (line.Id, line.Text));
    }

    [Fact]
    public async Task All_models_that_cannot_be_loaded_are_named_together_and_the_others_are_closed_with_the_host()
    {
        Sessions.ModelFor = model => model.Name == "good.onnx" ? FakeModel.Default : throw new InvalidOperationException($"{model.Name} is broken.");
        var host = Build(add => add.AddPredictor("one", Model("one.onnx")).AddPredictor("good", Model("good.onnx")).AddPredictor("two", Model("two.onnx")));
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Soon(host.StartAsync()));
        Assert.Contains("predictor 'one' cannot be opened: one.onnx", problem.Message, StringComparison.Ordinal);
        Assert.Contains("predictor 'two' cannot be opened: two.onnx", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        host.Dispose();
        Assert.Equal(0, Sessions.OpenNow);
    }

    [Fact]
    public async Task Host_starts_without_a_predictor_that_it_does_not_need_and_who_asks_for_it_has_it_tried_again()
    {
        Sessions.OnOpen = (_, _) => new(ErrorKind.NotFound, "there is no such file.");
        var host = Build(add => add.AddPredictor("extra", Model("extra.onnx"), required: false));
        await Soon(host.StartAsync());
        Assert.Equal((33, LogLevel.Warning, "extra: extra.onnx cannot be opened, and the host goes without it: there is no such file."), Log.Lines.Where(line => line.Id == 33).Select(line => (line.Id, line.Level, line.Text)).Single());
        Assert.EndsWith("predictors open: 0 of 1; pipelines: 0", Log.Lines.Single(line => line.Id == 34).Text, StringComparison.Ordinal);
        var problem = Assert.Throws<InferenceException>(() => PredictorOf(host, "extra"));
        Assert.Equal("predictor 'extra' cannot be opened: extra.onnx: there is no such file.", problem.Message);
        Sessions.OnOpen = null;
        AssertIs(1, await Soon(PredictorOf(host, "extra").PredictAsync(Input(1))));
    }

    [Fact]
    public async Task Start_that_is_cancelled_while_a_model_loads_ends_at_once_and_the_model_is_closed_when_it_is_loaded()
    {
        var host = await StartAndCancelWhileTheModelLoads();
        Assert.Single(Log.Of(35));
        _gate.Release();
        await Soon(OwnThread.Run(host.Dispose));
        Assert.Equal(0, Sessions.OpenNow);
        Assert.DoesNotContain(Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Start_that_is_cancelled_while_a_model_warms_up_ends_its_run()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx"), Options with { WarmUp = new() { BatchSizes = [1] } }));
        using var cancel = new CancellationTokenSource();
        var start = host.StartAsync(cancel.Token);
        await OwnThread.Run(() => Sessions.WaitForBlocked());
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(start));
        Until(() => Sessions.OpenNow == 0);
        Assert.Equal(0, Sessions.RunsNow);
    }

    [Fact]
    public async Task Loading_that_does_not_end_is_waited_for_with_patience_when_the_host_is_disposed()
    {
        var host = await StartAndCancelWhileTheModelLoads();
        var disposal = OwnThread.Run(host.Dispose);
        await OwnThread.Run(() => Time.WaitForTimers(1));
        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(disposal.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Soon(disposal);
        Assert.Equal("cartoon: cartoon.onnx is still being loaded, and is waited for no more", Assert.Single(Log.Of(42)));
        _gate.Release(); // and then it is closed by itself, which the end of every test asserts
    }

    [Fact]
    public async Task Nobody_who_opens_sessions_is_an_error_that_names_the_call_to_add()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddActorInference().AddPredictor("cartoon", Model("cartoon.onnx"));
        using var host = builder.Build();
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => Soon(host.StartAsync()));
        Assert.Contains("call UseOnnxRuntime()", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_who_opens_sessions_is_none_where_there_is_no_predictor()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddActorInference();
        using var host = builder.Build();
        await Soon(host.StartAsync());
        await Soon(host.StopAsync());
    }

    [Fact]
    public async Task Predictor_asked_for_before_the_start_is_opened_there_and_then_and_once()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        var predictor = PredictorOf(host, "cartoon");
        AssertIs(2, await Soon(predictor.PredictAsync(Input(2))));
        await Soon(host.StartAsync());
        Assert.Same(predictor, PredictorOf(host, "cartoon"));
        Assert.Equal(1, Sessions.Opened);
    }

    [Fact]
    public void Host_that_is_never_started_opens_nothing_and_its_disposal_closes_what_was_asked_for()
    {
        var unused = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        unused.Services.GetRequiredService<HostedPredictors>();
        unused.Dispose();
        Assert.Equal(0, Sessions.Opened);
        var used = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        PredictorOf(used, "cartoon");
        Assert.Equal(1, Sessions.OpenNow);
        used.Dispose();
        Assert.Equal(0, Sessions.OpenNow);
    }

    [Fact]
    public async Task Two_hosts_in_one_process_know_nothing_of_each_other()
    {
        var one = Build(add => add.AddPredictor("cartoon", Model("one.onnx")));
        var two = Build(add => add.AddPredictor("cartoon", Model("two.onnx")));
        await Soon(Task.WhenAll(one.StartAsync(), two.StartAsync()));
        await Soon(one.StopAsync());
        AssertIs(1, await Soon(PredictorOf(two, "cartoon").PredictAsync(Input(1))));
        Assert.Equal("two.onnx", PredictorOf(two, "cartoon").Model);
    }

    [Fact]
    public async Task Host_that_knows_only_starting_and_stopping_has_its_predictors_opened_and_drained_all_the_same()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        var service = host.Services.GetServices<IHostedService>().Single(service => service is IHostedLifecycleService);
        await Soon(service.StartAsync(CancellationToken.None));
        Assert.Equal(1, Sessions.OpenNow);
        await Soon(service.StopAsync(CancellationToken.None));
        Assert.Equal(0, Sessions.OpenNow);
    }

    [Fact]
    public async Task Start_says_what_it_does_in_the_words_of_the_design()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        Sessions.OnOpen = (_, _) =>
        {
            Time.Advance(TimeSpan.FromSeconds(1.5));
            return null;
        };
        await Soon(host.StartAsync());
        Assert.Equal(
            [
                "cartoon: opening cartoon.onnx on fake:0",
                "cartoon: open and warmed up after 1.5 s: cartoon.onnx on fake:0",
                "ready after 1.5 s; predictors open: 1 of 1; pipelines: 0",
            ],
            Log.Lines.Where(line => line.Category == "ActorInference.Hosting").Select(line => line.Text));
        var fields = Log.Lines.Single(line => line.Id == 31).Fields;
        Assert.Equal(("cartoon", "cartoon.onnx", "fake:0", 1.5), (fields["Predictor"], fields["Model"], fields["Device"], fields["Seconds"]));
        Assert.Contains(Log.Lines, line => line is { Category: "ActorInference.Predictor", Id: 5 });
    }

    public override void Dispose()
    {
        _gate.Release(100);
        base.Dispose();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    // The host's start is over; the model goes on loading until the gate is opened.
    private async Task<IHost> StartAndCancelWhileTheModelLoads()
    {
        Sessions.OnOpen = (_, _) =>
        {
            _gate.Wait();
            return null;
        };
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")));
        using var cancel = new CancellationTokenSource();
        var start = host.StartAsync(cancel.Token);
        Until(() => Sessions.OpenAttempts == 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(start));
        return host;
    }
}
