using ActorInference.OnnxRuntime;

namespace ActorInference.Bench.Predicting;

/// <summary>
/// The predictor with its default plan. Every prediction has an input of its own, as the door wants it, over one memory, as the bare loops have it.
/// </summary>
internal abstract class PredictorLoop : IPredictLoop
{
    private readonly Tensor _input;

    protected PredictorLoop(BenchModel model)
    {
        _input = model.MakeInput();
        Predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), model.Source).Value;
    }

    protected Predictor Predictor { get; }

    public abstract void Predict(int items);

    public void Dispose()
    {
        Predictor.Dispose();
        _input.Dispose();
    }

    protected Tensor Input() => _input.Share();
}

/// <summary>All inputs are there. Two callers, so that one prepares its next call while the other's runs.</summary>
internal sealed class PredictorBatches(BenchModel model) : PredictorLoop(model)
{
    private const int Most = 500;

    private int _left;

    public override void Predict(int items)
    {
        _left = items;
        var other = new Thread(Call);
        other.Start();
        Call();
        other.Join();
    }

    private void Call()
    {
        while (true)
        {
            var wanted = Math.Clamp(Volatile.Read(ref _left) / 4, 1, Most); // smaller towards the end, so that both end together
            var count = Math.Min(wanted, Interlocked.Add(ref _left, -wanted) + wanted);
            if (count <= 0) return;
            var inputs = new Tensor[count];
            for (var i = 0; i < inputs.Length; i++) inputs[i] = Input();
            foreach (var outcome in Predictor.PredictBatch(inputs)) outcome.Value.Dispose();
        }
    }
}

/// <summary>Callers that await each prediction before they ask for the next.</summary>
internal sealed class PredictorCallers(BenchModel model, int callers) : PredictorLoop(model)
{
    private int _left;

    public override void Predict(int items)
    {
        _left = items;
        Task.WaitAll([.. Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync))]);
    }

    private async Task CallAsync()
    {
        while (Interlocked.Decrement(ref _left) >= 0) (await Predictor.PredictAsync(Input())).Value.Dispose();
    }
}
