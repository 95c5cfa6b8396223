using System.Collections.Concurrent;
using Akka.Actor;

namespace ActorInference.Akka.Tests;

/// <summary>Asks an actor for predictions and counts what comes back: every request is to have one reply and no more, each with its own result.</summary>
internal sealed class Caller : IDisposable
{
    private readonly ActorSystem _system;
    private readonly IActorRef _target;
    private readonly IActorRef _self;
    private readonly TensorPool _pool = new();
    private readonly ConcurrentDictionary<Guid, Asked> _asked = new();
    private int _surplus;
    private int _replied;

    public Caller(ActorSystem system, IActorRef target)
    {
        _system = system;
        _target = target;
        _self = system.ActorOf(Props.Create(() => new Ears(this)));
    }

    /// <summary>Replies to requests that had one already.</summary>
    public int Surplus => _surplus;

    /// <summary>Requests that had their reply.</summary>
    public int Replied => _replied;

    /// <summary>Inputs that have not been given back.</summary>
    public long Lent => _pool.RentedCount;

    public IActorRef Self => _self;

    /// <summary>Asks for one whose input begins with <paramref name="first"/>: float32 [1,4], or as many columns as are said.</summary>
    public (Guid Id, Task<Outcome<Prediction>> Reply) Ask(float first, PredictionOptions? options = null, Guid? id = null, int columns = 4)
    {
        var input = Tensor.Allocate(ElementType.Float32, [1, columns], _pool);
        input.Span<float>().Clear();
        input.Span<float>()[0] = first;
        var asked = new Asked(input);
        var request = new PredictRequest(id ?? Guid.NewGuid(), [new("x", input)], options ?? new());
        _asked[request.Id] = asked;
        _target.Tell(request, _self);
        return (request.Id, asked.Reply.Task);
    }

    /// <summary>Sends a request that was asked before once more, with the input that comes back, which is the test's to dispose.</summary>
    public Tensor Send(Guid id, float first)
    {
        var input = Tensor.From([first], [1, 1], _pool);
        _target.Tell(new PredictRequest(id, [new("x", input)], new()), _self);
        return input;
    }

    public void Cancel(Guid id) => _target.Tell(new CancelRequest(id), _self);

    /// <summary>Asks for so many, with no more than <paramref name="atOnce"/> under way, and asserts that each has its own result.</summary>
    public async Task AskAll(int from, int count, int atOnce, int columns = 4)
    {
        using var turns = new SemaphoreSlim(atOnce);
        var all = new List<Task>();
        for (var i = from; i < from + count; i++)
        {
            await turns.WaitAsync();
            all.Add(One(i));
        }

        await Task.WhenAll(all).WaitAsync(TimeSpan.FromMinutes(3));

        async Task One(int first)
        {
            try
            {
                AssertIs(first, await Ask(first, columns: columns).Reply);
            }
            finally
            {
                turns.Release();
            }
        }
    }

    public static void AssertIs(float first, Outcome<Prediction> outcome)
    {
        using var prediction = outcome.Value;
        Assert.Equal((2 * first) + 1, prediction.Tensor.Span<float>()[0]);
    }

    public void Dispose() => _system.Stop(_self);

    private void Hear(PredictReply reply)
    {
        if (_asked.TryRemove(reply.Id, out var asked))
        {
            asked.Input.Dispose();
            Interlocked.Increment(ref _replied);
            asked.Reply.SetResult(reply.Outcome);
            return;
        }

        Interlocked.Increment(ref _surplus);
        if (reply.Outcome.Succeeded) reply.Outcome.Value.Dispose();
    }

    private sealed record Asked(Tensor Input)
    {
        public TaskCompletionSource<Outcome<Prediction>> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Ears : ReceiveActor
    {
        public Ears(Caller caller) => Receive<PredictReply>(caller.Hear);
    }
}
