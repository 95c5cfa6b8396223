using Microsoft.Extensions.Logging;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>What opening refuses, and why; and where a model runs.</summary>
public sealed class OptionTests : AkkaPredictorTest
{
    [Fact]
    public async Task Name_can_be_used_once_and_again_when_its_predictor_has_ended()
    {
        var first = await OpenAsync();
        var failure = await OpenFailureAsync(Options);
        Assert.Equal(ErrorKind.InvalidInput, failure.Kind);
        Assert.StartsWith("no actor 'actorinference-model' can be started: ", failure.Message, StringComparison.Ordinal);
        await Soon(first.DisposeAsync().AsTask());
        Until(() => Actors().Count == 0);
        AssertIs(1, await Soon((await OpenAsync()).PredictAsync(Input(1))));
    }

    [Fact]
    public async Task Name_that_no_actor_can_have_is_refused()
    {
        var outcome = await Soon(AkkaPredictor.OpenAsync(System, Sessions, Model("m"), Options, "a b/c", Time));
        Assert.Equal(ErrorKind.InvalidInput, outcome.Failure!.Kind);
    }

    [Fact]
    public async Task Options_that_cannot_work_are_refused()
    {
        Assert.Equal(ErrorKind.InvalidInput, (await OpenFailureAsync(Options with { Batch = new() { MaxSize = 0 } })).Kind);
        Assert.Equal(ErrorKind.InvalidInput, (await OpenFailureAsync(Options with { Outputs = ["z"] })).Kind);
        Assert.Equal(ErrorKind.InvalidInput, (await OpenFailureAsync(Options with { Lanes = 4, Admission = new() { MaxItems = 2 } })).Kind);
        Until(() => Actors().Count == 0);
    }

    [Fact]
    public async Task Device_that_is_not_there_is_an_error_that_says_so()
    {
        var failure = await OpenFailureAsync(Options with { Placement = Placement.Parse("cuda:0") });
        Assert.Equal((ErrorKind.DeviceLost, "cuda:0 is not there; there is cpu, fake:0, fake:1."), (failure.Kind, failure.Message));
    }

    [Fact]
    public async Task Device_is_fallen_back_to_where_the_placement_lists_it()
    {
        var predictor = await OpenAsync(Options with { Placement = Placement.Parse("cuda:0, fake:1") });
        using var prediction = (await Soon(predictor.PredictAsync(Input(1)))).Value;
        Assert.Equal(new DeviceId("fake", 1), prediction.Timing.Device);
        Assert.Contains((LogLevel.Warning, "model: cuda:0 was passed over: cuda:0 is not there; there is cpu, fake:0, fake:1."), Log.Lines);
    }

    [Fact]
    public async Task Opening_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var outcome = await Soon(AkkaPredictor.OpenAsync(System, Sessions, Model("m"), Options with { WarmUp = new() }, "m", Time, cancel: cancel.Token));
        Assert.Equal(ErrorKind.Cancelled, outcome.Failure?.Kind);
    }

    [Fact]
    public async Task Actor_that_is_stopped_while_it_loads_closes_what_was_loaded()
    {
        using var held = new ManualResetEventSlim();
        Sessions.OnOpen = (_, _) =>
        {
            held.Wait();
            return null;
        };
        var opening = AkkaPredictor.OpenAsync(System, Sessions, Model("m"), Options, "m", Time);
        Until(() => Sessions.OpenAttempts == 1);
        System.Stop(ActorAt("/user/actorinference-m"));
        Assert.Equal(ErrorKind.Cancelled, (await Soon(opening)).Failure?.Kind);
        held.Set();
        Until(() => Sessions is { Opened: 1, OpenNow: 0 });
    }

    [Fact]
    public async Task Models_with_several_inputs_want_them_by_name()
    {
        Sessions.Model = new(FakeSignature.Of(["a: float32 [N,4]", "b: float32 [N,4]"], ["y: float32 [N,4]"]), _ => new Dictionary<string, Value?>());
        var predictor = await OpenAsync();
        var outcome = await Soon(predictor.PredictAsync(Input(1)));
        Assert.Equal(ErrorKind.InvalidInput, outcome.Failure!.Kind);
        Assert.StartsWith("the model takes 2 inputs; name them: ", outcome.Failure.Message, StringComparison.Ordinal);
    }
}
