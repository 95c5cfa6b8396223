using System.Collections.Concurrent;
using Akka.Actor;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>The asking side, against an actor that does what the test says.</summary>
public sealed class AskingTests : AkkaPredictorTest
{
    private static readonly ModelDescription Description = new("told", FakeModel.Default.Signature, ["y"], 1);

    private readonly Told _told = new();

    [Fact]
    public async Task ConnectAsync_asks_again_until_the_actor_answers()
    {
        _told.Answers = false;
        var connecting = AkkaPredictor.ConnectAsync(System, StartTold(), Time);
        for (var asked = 1; asked < 4; asked++)
        {
            Until(() => _told.Described == asked);
            Pass(TimeSpan.FromSeconds(1));
        }

        _told.Answers = true;
        Pass(TimeSpan.FromSeconds(1));
        await using var predictor = (await Soon(connecting)).Value;
        Assert.Equal("told", predictor.Model);
        System.Stop(predictor.Actor);
    }

    [Fact]
    public async Task Capacity_is_what_the_actor_last_said()
    {
        await using var predictor = (await Soon(AkkaPredictor.ConnectAsync(System, StartTold(), Time))).Value;
        Assert.Equal(1, predictor.Capacity);
        _told.Capacity = 7;
        PassFive();
        Until(() => predictor.Capacity == 7);
        _told.Refusal = new InvalidOperationException("not now");
        PassFive();
        Until(() => _told.Described == 3);
        _told.Refusal = null;
        _told.Capacity = 2;
        PassFive();
        Until(() => predictor.Capacity == 2);
        System.Stop(predictor.Actor);

        void PassFive()
        {
            for (var i = 0; i < 5; i++) Pass(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task ConnectAsync_fails_for_an_actor_that_has_stopped()
    {
        var target = StartTold();
        System.Stop(target);
        Until(() => Actors().Count == 0);
        var outcome = await Soon(AkkaPredictor.ConnectAsync(System, target, Time));
        Assert.Equal((ErrorKind.NotReady, $"the actor {target.Path} has stopped; it predicts nothing."), (outcome.Failure!.Kind, outcome.Failure.Message));
    }

    [Fact]
    public async Task ConnectAsync_gives_up_when_told_to()
    {
        _told.Answers = false;
        using var cancel = new CancellationTokenSource();
        var target = StartTold();
        var connecting = AkkaPredictor.ConnectAsync(System, target, Time, cancel.Token);
        Until(() => _told.Described == 1);
        await cancel.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await Soon(connecting)).Failure?.Kind);
        System.Stop(target);
    }

    [Fact]
    public async Task ConnectAsync_fails_when_the_actor_says_why_it_cannot()
    {
        _told.Refusal = new Failure(ErrorKind.NotReady, "told to.").ToException();
        var target = StartTold();
        Assert.Equal(new Failure(ErrorKind.NotReady, "told to."), (await Soon(AkkaPredictor.ConnectAsync(System, target, Time))).Failure);
        _told.Refusal = new InvalidOperationException("whatever.");
        Assert.Equal(new Failure(ErrorKind.NotReady, "whatever."), (await Soon(AkkaPredictor.ConnectAsync(System, target, Time))).Failure);
        System.Stop(target);
    }

    [Fact]
    public async Task ConnectAsync_fails_in_a_system_that_has_terminated()
    {
        var target = StartTold();
        await Soon(System.Terminate());
        Assert.Equal(ErrorKind.NotReady, (await Soon(AkkaPredictor.ConnectAsync(System, target, Time))).Failure?.Kind);
    }

    [Fact]
    public async Task Inputs_are_lent_until_the_reply_and_disposed_after_it()
    {
        var predictor = await ConnectAsync(StartTold());
        var input = Input(1);
        var task = predictor.PredictAsync(input);
        Until(() => _told.Requests.Count == 1);
        Assert.False(IsDisposed(input));
        Reply(new Failure(ErrorKind.Internal, "told to."));
        AssertFailed(ErrorKind.Internal, await Soon(task));
        Assert.True(IsDisposed(input));
        System.Stop(predictor.Actor);
    }

    [Fact]
    public async Task Caller_who_gives_up_has_its_answer_at_once_and_the_inputs_stay_lent()
    {
        using var cancel = new CancellationTokenSource();
        var predictor = await ConnectAsync(StartTold());
        var input = Input(1);
        var task = predictor.PredictAsync(input, cancel: cancel.Token);
        Until(() => _told.Requests.Count == 1);
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Until(() => _told.Cancelled.SequenceEqual([_told.Requests.First().Request.Id]));
        Assert.False(IsDisposed(input));
        var late = Prediction();
        Reply(late);
        Until(() => IsDisposed(input) && IsDisposed(late.Tensor));
        System.Stop(predictor.Actor);
    }

    [Fact]
    public async Task Token_that_was_cancelled_before_sends_nothing()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var predictor = await ConnectAsync(StartTold());
        var input = Input(1);
        AssertFailed(ErrorKind.Cancelled, await Soon(predictor.PredictAsync(input, cancel: cancel.Token)));
        Assert.True(IsDisposed(input));
        Assert.Empty(_told.Requests);
        System.Stop(predictor.Actor);
    }

    [Fact]
    public async Task Second_reply_is_disposed()
    {
        var predictor = await ConnectAsync(StartTold());
        var task = predictor.PredictAsync(Input(1));
        Until(() => _told.Requests.Count == 1);
        var (first, second) = (Prediction(), Prediction());
        Reply(first);
        Reply(second);
        Assert.Same(first, (await Soon(task)).Value);
        Until(() => IsDisposed(second.Tensor));
        Assert.False(IsDisposed(first.Tensor));
        first.Dispose();
        System.Stop(predictor.Actor);
    }

    [Fact]
    public async Task Actor_that_stops_with_requests_fails_them()
    {
        var predictor = await ConnectAsync(StartTold());
        var input = Input(1);
        var task = predictor.PredictAsync(input);
        Until(() => _told.Requests.Count == 1);
        System.Stop(predictor.Actor);
        var failure = (await Soon(task)).Failure!;
        Assert.Equal(
            (ErrorKind.SessionFailed, $"the actor {predictor.Actor.Path} has stopped, and had not replied; whether the request was run is not known."),
            (failure.Kind, failure.Message));
        Assert.True(IsDisposed(input));
        AssertFailed(ErrorKind.NotReady, await Soon(predictor.PredictAsync(Input(2))));
    }

    [Fact]
    public async Task DisposeAsync_tells_the_actor_that_nobody_waits()
    {
        var predictor = await ConnectAsync(StartTold());
        var task = predictor.PredictAsync(Input(1));
        Until(() => _told.Requests.Count == 1);
        var closing = predictor.DisposeAsync().AsTask();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Until(() => _told.Cancelled.Count == 1);
        AssertFailed(ErrorKind.NotReady, await Soon(predictor.PredictAsync(Input(2))));
        Reply(new Failure(ErrorKind.Cancelled, "as told."));
        await Soon(closing);
        System.Stop(predictor.Actor);
    }

    [Fact]
    public async Task Inputs_that_fit_no_model_are_refused_before_anything_is_sent()
    {
        var predictor = await ConnectAsync(StartTold());
        var outcome = await Soon(predictor.PredictAsync([new("z", Input(1))]));
        Assert.Equal(ErrorKind.InvalidInput, outcome.Failure?.Kind);
        Assert.StartsWith("told: ", outcome.Failure!.Message, StringComparison.Ordinal);
        var twice = Input(1);
        var task = predictor.PredictAsync(twice);
        AssertFailed(ErrorKind.InvalidInput, await Soon(predictor.PredictAsync(twice)));
        Until(() => _told.Requests.Count == 1);
        Assert.False(IsDisposed(twice)); // the first has it
        Reply(new Failure(ErrorKind.Internal, "told to."));
        AssertFailed(ErrorKind.Internal, await Soon(task));
        System.Stop(predictor.Actor);
    }

    [Fact]
    public async Task Request_that_is_sent_twice_is_one()
    {
        BlockThousands();
        var opened = await OpenAsync();
        var (run, first) = await Occupy(opened);
        using var input = Input(1);
        using var probe = Inbox.Create(System);
        var request = new PredictRequest(Guid.NewGuid(), [new("x", input)], new());
        opened.Actor.Tell(request, probe.Receiver);
        opened.Actor.Tell(request, probe.Receiver);
        Until(opened, snapshot => snapshot.ItemsInFlight == 2);
        run.Release();
        AssertIs(1000, await Soon(first));
        var reply = Assert.IsType<PredictReply>(await probe.ReceiveAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(request.Id, reply.Id);
        AssertIs(1, reply.Outcome);
        Assert.Equal(2, (await SnapshotAsync(opened)).Succeeded);
        probe.Dispose();
        System.Stop(probe.Receiver);
    }

    [Fact]
    public async Task Request_that_two_have_sent_has_a_reply_for_each_and_ends_when_both_have_left()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var opened = await OpenAsync();
        var (run, first) = await Occupy(opened);
        using var input = Input(1);
        using var one = Inbox.Create(System);
        using var other = Inbox.Create(System);
        var shared = new PredictRequest(Guid.NewGuid(), [new("x", input)], new());
        var left = new PredictRequest(Guid.NewGuid(), [new("x", input)], new());
        foreach (var request in new[] { shared, left })
        {
            foreach (var inbox in new[] { one, other, other }) opened.Actor.Tell(request, inbox.Receiver);
        }

        opened.Actor.Tell(new CancelRequest(left.Id), one.Receiver);
        Assert.Equal((left.Id, ErrorKind.Cancelled), await Next(one));
        opened.Actor.Tell(new CancelRequest(left.Id), one.Receiver); // again: it has left
        Until(opened, snapshot => snapshot.ItemsInFlight == 3);
        opened.Actor.Tell(new CancelRequest(left.Id), other.Receiver);
        Assert.Equal((left.Id, ErrorKind.Cancelled), await Next(other));
        Until(opened, snapshot => snapshot.ItemsInFlight == 2);
        Sessions.Script = null;
        run.Release();
        AssertIs(1000, await Soon(first));
        foreach (var inbox in new[] { one, other }) Assert.Equal((shared.Id, null), await Next(inbox));
        foreach (var inbox in new[] { one, other }) System.Stop(inbox.Receiver);

        static async Task<(Guid Id, ErrorKind? Kind)> Next(Inbox inbox)
        {
            var reply = Assert.IsType<PredictReply>(await inbox.ReceiveAsync(TimeSpan.FromSeconds(30)));
            if (reply.Outcome.Succeeded) AssertIs(1, reply.Outcome);
            return (reply.Id, reply.Outcome.Failure?.Kind);
        }
    }

    private static bool IsDisposed(Tensor tensor)
    {
        try
        {
            return tensor.Span<float>().Length < 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private IActorRef StartTold() => System.ActorOf(Props.Create(() => new ToldActor(_told)));

    private void Reply(Outcome<Prediction> outcome)
    {
        var (request, asker) = _told.Requests.Last();
        request.Release();
        asker.Tell(new PredictReply(request.Id, outcome));
    }

    private Prediction Prediction() => OneAsync().GetAwaiter().GetResult();

    // Predictions are made by predictors only.
    private async Task<Prediction> OneAsync()
    {
        using var predictor = Predictor.Open(Sessions, Model("other"), Options, Time).Value;
        return (await predictor.PredictAsync(Input(1))).Value;
    }

    private sealed class Told
    {
        private int _described;

        public bool Answers { get; set; } = true;

        public int Capacity { get; set; } = Description.Capacity;

        /// <summary>What who asks for the description gets instead; null for nothing.</summary>
        public Exception? Refusal { get; set; }

        public int Described => Volatile.Read(ref _described);

        public ConcurrentQueue<(PredictRequest Request, IActorRef Asker)> Requests { get; } = new();

        public ConcurrentQueue<Guid> Cancelled { get; } = new();

        public void HasDescribed() => Interlocked.Increment(ref _described);
    }

    private sealed class ToldActor(Told told) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case DescribeModel:
                    if (told.Refusal is { } refusal) Sender.Tell(new Status.Failure(refusal));
                    else if (told.Answers) Sender.Tell(Description with { Capacity = told.Capacity });
                    told.HasDescribed();
                    break;
                case PredictRequest request:
                    told.Requests.Enqueue((request, Sender));
                    break;
                case CancelRequest cancel:
                    told.Cancelled.Enqueue(cancel.Id);
                    break;
            }
        }
    }
}
