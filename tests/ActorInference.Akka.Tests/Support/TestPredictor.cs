using System.Collections.Concurrent;

namespace ActorInference.Akka.Tests;

/// <summary>A predictor over fake sessions, <c>y = 2 * x + 1</c> of float32 [N,M], which can be made slow or be held up, and notes what it was asked: the first element of each request.</summary>
internal sealed class TestPredictor : IPredictor, IAsyncDisposable
{
    private readonly Predictor _inner;
    private readonly int _capacity;
    private volatile TaskCompletionSource? _gate;

    public TestPredictor(int capacity = 2)
    {
        _capacity = capacity;
        _inner = Predictor.Open(Sessions, ModelSource.Memory(default, "test"), new() { Placement = Placement.Parse("fake"), Lanes = capacity, WarmUp = new() { BatchSizes = [] } }).Value;
    }

    public FakeSessionFactory Sessions { get; } = new() { Record = false, Model = FakeModel.Affine(2, 1, "float32 [N,M]") };

    public ConcurrentQueue<float> Asked { get; } = new();

    /// <summary>How long each request is kept besides.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What every request fails with; null for none.</summary>
    public Failure? Failure { get; set; }

    /// <summary>Requests that were cancelled while they were held up.</summary>
    public int Cancelled => _cancelled;

    public string Model => _inner.Model;

    public ModelSignature Signature => _inner.Signature;

    public IReadOnlyList<string> Outputs => _inner.Outputs;

    public int Capacity => _capacity;

    private int _cancelled;

    /// <summary>Requests wait from now on until <see cref="Open"/>.</summary>
    public void Close() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        _gate?.TrySetResult();
        _gate = null;
    }

    public Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default)
    {
        var own = inputs.ToArray();
        if (own[0].Value is Tensor { ElementType: ElementType.Float32 } tensor) Asked.Enqueue(tensor.Span<float>()[0]);
        if (Failure is not { } failure) return PredictAsync(own, options, cancel);
        foreach (var input in own) input.Value.Dispose();
        return Task.FromResult<Outcome<Prediction>>(failure);
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        await _inner.DisposeAsync();
        Sessions.AssertAtRest();
    }

    private async Task<Outcome<Prediction>> PredictAsync(RunInput[] inputs, PredictionOptions? options, CancellationToken cancel)
    {
        try
        {
            if (_gate is { } gate) await gate.Task.WaitAsync(cancel);
            if (Delay > TimeSpan.Zero) await Task.Delay(Delay, TimeProvider.System, cancel);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled); // the predictor itself says so
        }

        return await _inner.PredictAsync(inputs, options, cancel);
    }
}
