using System.Collections.Concurrent;
using Akka.Actor;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>The actor of an inference node, asked by actors of its own process.</summary>
[Collection(nameof(Alone))]
public sealed class NodeTests : IDisposable
{
    private readonly long _rented = TensorPool.Shared.RentedCount;
    private readonly ActorSystem _system = ActorSystem.Create(ClusterSystem.Name, ClusterSystem.Configuration(ClusterNode.Role));
    private readonly TestPredictor _predictor = new();
    private readonly SteppedTime _time = new();
    private readonly List<Caller> _callers = [];

    public void Dispose() => Task.Run(CleanUp).GetAwaiter().GetResult();

    private async Task CleanUp()
    {
        _predictor.Open();
        await _system.Terminate().WaitAsync(Until.Limit);
        _system.Dispose();
        await _predictor.DisposeAsync();
        foreach (var caller in _callers) await Until.True(() => caller.Lent == 0, "inputs given back");
        await Until.True(() => TensorPool.Shared.RentedCount == _rented, "tensors given back");
    }

    [Fact]
    public async Task Request_that_is_sent_again_while_it_runs_is_run_once_and_all_who_asked_have_the_result()
    {
        var node = Start();
        var (one, other) = (Caller(node), Caller(node));
        _predictor.Close();
        var (id, first) = one.Ask(3);
        var (_, second) = other.Ask(3, id: id);
        using var again = one.Send(id, 3);
        await Until.True(async () => (await Snapshot(node)).Running == 1, "a run");
        _predictor.Open();
        AssertIs(3, await Soon(first));
        AssertIs(3, await Soon(second));
        Assert.Single(_predictor.Asked);
        Assert.Equal((0, 0), (one.Surplus, other.Surplus));
    }

    [Fact]
    public async Task Request_that_is_sent_again_when_it_is_done_has_the_same_result_for_as_long_as_it_is_remembered()
    {
        var node = Start(new() { RememberFor = TimeSpan.FromMinutes(1) });
        var caller = Caller(node);
        var (id, first) = caller.Ask(3);
        AssertIs(3, await Soon(first));
        AssertIs(3, await Soon(caller.Ask(99, id: id).Reply)); // the first one's result: it is the same request
        AssertIs(3, await Soon(caller.Ask(99, id: id).Reply));
        Assert.Single(_predictor.Asked);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Until.True(async () => (await Snapshot(node)).Remembered == 0, "it is forgotten");
        AssertIs(4, await Soon(caller.Ask(4, id: id).Reply));
        Assert.Equal(2, _predictor.Asked.Count);
    }

    [Fact]
    public async Task Failure_of_an_item_is_remembered_and_failure_of_the_moment_is_not()
    {
        var node = Start();
        var caller = Caller(node);
        var (id, first) = caller.Ask(float.NaN);
        Assert.Equal(ErrorKind.SessionFailed, (await Soon(first)).Failure!.Kind);
        Assert.Equal(ErrorKind.SessionFailed, (await Soon(caller.Ask(float.NaN, id: id).Reply)).Failure!.Kind);
        Assert.Single(_predictor.Asked);

        _predictor.Close();
        var (cancelled, second) = caller.Ask(1);
        caller.Cancel(cancelled);
        Assert.Equal(ErrorKind.Cancelled, (await Soon(second)).Failure!.Kind);
        _predictor.Open();
        AssertIs(1, await Soon(caller.Ask(1, id: cancelled).Reply));
    }

    [Theory]
    [InlineData(2, 1 << 20, 2)]
    [InlineData(100, 1000, 7)] // 142 bytes each
    [InlineData(0, 1 << 20, 0)]
    [InlineData(100, 100, 0)]
    public async Task Remembered_replies_are_bounded(int items, long bytes, int remembered)
    {
        var node = Start(new() { RememberItems = items, RememberBytes = bytes });
        var caller = Caller(node);
        for (var i = 0; i < 10; i++) AssertIs(i, await Soon(caller.Ask(i, columns: 16).Reply));
        Assert.Equal(remembered, (await Snapshot(node)).Remembered);
    }

    [Fact]
    public async Task Request_beyond_the_window_is_refused_to_who_is_no_frontend()
    {
        var node = Start(new() { Window = 1 });
        var caller = Caller(node);
        _predictor.Close();
        var (_, first) = caller.Ask(1);
        Assert.Equal(ErrorKind.Overloaded, (await Soon(caller.Ask(2).Reply)).Failure!.Kind);
        _predictor.Open();
        AssertIs(1, await Soon(first));
    }

    [Fact]
    public async Task Window_is_twice_the_capacity_where_nothing_is_said() => Assert.Equal(4, (await Snapshot(Start())).Window);

    [Fact]
    public async Task Run_goes_on_for_the_others_when_one_gives_up_and_ends_when_nobody_waits()
    {
        var node = Start();
        var (one, other) = (Caller(node), Caller(node));
        _predictor.Close();
        var (id, first) = one.Ask(3);
        var (_, second) = other.Ask(3, id: id);
        one.Cancel(id);
        Assert.Equal(ErrorKind.Cancelled, (await Soon(first)).Failure!.Kind);
        Assert.Equal(0, _predictor.Cancelled);
        other.Cancel(id);
        Assert.Equal(ErrorKind.Cancelled, (await Soon(second)).Failure!.Kind);
        Assert.Equal(1, _predictor.Cancelled);
        one.Cancel(Guid.NewGuid()); // of one that is not known: ignored
    }

    [Fact]
    public async Task Input_that_has_been_disposed_is_refused()
    {
        var node = Start();
        var input = Tensor.From([1f], [1, 1]);
        input.Dispose();
        var reply = await node.Ask<PredictReply>(new PredictRequest(Guid.NewGuid(), [new("x", input)], new()), Until.Limit);
        Assert.Equal(ErrorKind.InvalidInput, reply.Outcome.Failure!.Kind);
    }

    [Fact]
    public async Task Input_that_is_absent_is_refused_and_disturbs_nobody()
    {
        var node = Start();
        var caller = Caller(node);
        _predictor.Close();
        var (_, first) = caller.Ask(1);
        var absent = node.Ask<PredictReply>(new PredictRequest(Guid.NewGuid(), [new("x", null!)], new()), Until.Limit);
        await Until.True(async () => (await Snapshot(node)).Running == 2, "two runs");
        _predictor.Open();
        AssertIs(1, await Soon(first));
        Assert.Equal(ErrorKind.InvalidInput, (await absent).Outcome.Failure!.Kind);
    }

    [Fact]
    public async Task Predictor_that_throws_when_it_is_told_to_end_a_run_disturbs_nobody()
    {
        var predictor = new ThrowingPredictor();
        var node = ClusterNode.Start(_system, "thrower", predictor, new(), _time);
        var caller = Caller(node);
        var (id, first) = caller.Ask(1);
        var (_, second) = caller.Ask(2);
        await Until.True(() => predictor.Asked.Count == 2, "two runs");
        caller.Cancel(id);
        await Snapshot(node);
        foreach (var answer in predictor.Asked) answer.SetResult(new Failure(ErrorKind.Internal, "as told."));
        foreach (var reply in new[] { first, second }) Assert.Equal((ErrorKind.Internal, "as told."), ((await Soon(reply)).Failure!.Kind, (await reply).Failure!.Message));
    }

    [Fact]
    public async Task Node_says_what_it_predicts_with()
    {
        var description = await Start().Ask<ModelDescription>(DescribeModel.Instance, Until.Limit);
        Assert.Equal(("m", 2, _predictor.Signature), (description.Model, description.Capacity, description.Signature));
        Assert.Equal(["y"], description.Outputs);
    }

    [Fact]
    public async Task Node_that_is_stopped_replies_to_all()
    {
        var node = Start();
        var caller = Caller(node);
        _predictor.Close();
        var replies = Enumerable.Range(0, 3).Select(i => caller.Ask(i).Reply).ToList();
        await Until.True(async () => (await Snapshot(node)).Running == 3, "three runs");
        _system.Stop(node);
        foreach (var reply in replies) Assert.Equal(ErrorKind.NotReady, (await Soon(reply)).Failure!.Kind);
    }

    [Fact]
    public async Task Shutdown_waits_for_what_runs_and_nothing_new_is_taken()
    {
        var node = Start();
        var caller = Caller(node);
        using var input = Tensor.From([1f], [1, 1]);
        _predictor.Close();
        var first = node.Ask<PredictReply>(new PredictRequest(Guid.NewGuid(), [new("x", input)], new()), Until.Limit); // an actor could be stopped before it hears
        var end = CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        await Until.True(async () => (await Snapshot(node)).IsDraining, "it drains");
        Assert.Equal(ErrorKind.NotReady, (await Soon(caller.Ask(2).Reply)).Failure!.Kind);
        Assert.False(end.IsCompleted);
        _predictor.Open();
        AssertIs(1, (await first).Outcome);
        await end.WaitAsync(Until.Limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void Name_that_cannot_be_part_of_a_path_is_refused(string name) => Assert.Throws<ArgumentException>(() => ClusterNode.Start(_system, name, _predictor));

    private static void AssertIs(float first, Outcome<Prediction> outcome) => ActorInference.Akka.Tests.Caller.AssertIs(first, outcome);

    private static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Until.Limit);

    private static Task<NodeSnapshot> Snapshot(IActorRef node) => node.Ask<NodeSnapshot>(DescribeNode.Instance, Until.Limit);

    private IActorRef Start(ClusterNodeOptions? options = null) => ClusterNode.Start(_system, "m", _predictor, options, _time);

    private Caller Caller(IActorRef node)
    {
        var caller = new Caller(_system, node);
        _callers.Add(caller);
        return caller;
    }

    /// <summary>Answers when the test says, and keeps no promise about being cancelled.</summary>
    private sealed class ThrowingPredictor : IPredictor
    {
        public ConcurrentQueue<TaskCompletionSource<Outcome<Prediction>>> Asked { get; } = new();

        public string Model => "thrower";

        public ModelSignature Signature { get; } = FakeModel.Default.Signature;

        public IReadOnlyList<string> Outputs => ["y"];

        public int Capacity => 2;

        public Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default)
        {
            foreach (var input in inputs) input.Value.Dispose();
            cancel.Register(() => throw new InvalidOperationException("it cannot be cancelled"));
            var answer = new TaskCompletionSource<Outcome<Prediction>>(TaskCreationOptions.RunContinuationsAsynchronously);
            Asked.Enqueue(answer);
            return answer.Task;
        }
    }
}
