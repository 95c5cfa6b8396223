namespace ActorInference.Bench.Nothing;

/// <summary>
/// The plainest way: a queue under a lock, a semaphore that counts what is in it and one that counts what room is left, a thread for each lane.
/// No cancellation, deadlines, priorities, checks, supervision or measurement.
/// </summary>
internal sealed class PlainQueue : IRoundTrip
{
    private const int Bound = 256;

    private readonly NoopSessionFactory _factory;
    private readonly ISession _session;
    private readonly Thread[] _lanes;
    private readonly Lock _lock = new();
    private readonly Queue<Request?> _waiting = new(Bound); // null: one lane ends
    private readonly SemaphoreSlim _filled = new(0);
    private readonly SemaphoreSlim _room = new(Bound);

    public PlainQueue(NoopSessionFactory factory, int lanes)
    {
        _factory = factory;
        _session = factory.Open(ModelSource.Memory(default), new()).Value;
        _lanes = [.. Enumerable.Range(0, lanes).Select(_ => new Thread(Loop))];
        foreach (var lane in _lanes) lane.Start();
    }

    public void Predict()
    {
        using var request = new WaitedRequest(_factory.MakeInput());
        _room.Wait();
        Enqueue(request);
        request.Wait().Dispose();
    }

    public async Task PredictAsync()
    {
        var request = new AwaitedRequest(_factory.MakeInput());
        await _room.WaitAsync();
        Enqueue(request);
        (await request.Result).Dispose();
    }

    public void Dispose()
    {
        foreach (var _ in _lanes) Enqueue(null);
        foreach (var lane in _lanes) lane.Join();
        _session.Dispose();
        _filled.Dispose();
        _room.Dispose();
    }

    private void Enqueue(Request? request)
    {
        lock (_lock) _waiting.Enqueue(request);
        _filled.Release();
    }

    private void Loop()
    {
        var inputs = new RunInput[1];
        var outputs = new RunOutput[1];
        while (true)
        {
            _filled.Wait();
            Request? request;
            lock (_lock) request = _waiting.Dequeue();
            if (request is null) return;

            _room.Release();
            inputs[0] = new(NoopSession.Input, request.Input);
            outputs[0] = new(NoopSession.Output);
            if (_session.Run(inputs, outputs) is { } failure) throw failure.ToException();
            request.Input.Dispose();
            request.Complete((Tensor)outputs[0].Value!);
        }
    }

    private abstract class Request(Tensor input)
    {
        public Tensor Input { get; } = input;

        public abstract void Complete(Tensor output);
    }

    private sealed class WaitedRequest(Tensor input) : Request(input), IDisposable
    {
        private readonly ManualResetEventSlim _done = new();
        private Tensor? _output;

        public override void Complete(Tensor output)
        {
            _output = output;
            _done.Set();
        }

        public Tensor Wait()
        {
            _done.Wait();
            return _output!;
        }

        public void Dispose() => _done.Dispose();
    }

    private sealed class AwaitedRequest(Tensor input) : Request(input)
    {
        private readonly TaskCompletionSource<Tensor> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Tensor> Result => _done.Task;

        public override void Complete(Tensor output) => _done.SetResult(output);
    }
}
