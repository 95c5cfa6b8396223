using System.Diagnostics;

namespace ActorInference.OnnxRuntime.Tests.Predicting;

/// <summary>The short form of <c>soak predictions</c>: tiny predictions through the pool leave memory where it was.</summary>
[Collection(nameof(Alone))]
public sealed class FlatMemoryTests
{
    // Noise of the allocators on a machine at work; 200 bytes lost with each prediction would be 20 MB.
    private const long Noise = 16L << 20;

    [Fact]
    public async Task A_hundred_thousand_tiny_predictions_leave_memory_flat()
    {
        var rented = TensorPool.Shared.RentedCount;
        await using (var predictor = Predictor.Open(Opened.Factory, TestModel.Unary("Neg", "float32 [N,4]").Source, new() { Batch = new() { MaxSize = 8 } }).Value)
        {
            await Predict(predictor, 20_000);
            var before = Memory();
            await Predict(predictor, 100_000);
            var growth = Memory() - before;
            Assert.True(growth < Noise, $"memory grew by {growth:N0} bytes");
            var snapshot = predictor.Snapshot();
            Assert.Equal((120_000L, 0, 0L), (snapshot.Succeeded, snapshot.ItemsInFlight, snapshot.BytesInFlight));
        }

        Assert.Equal(rented, TensorPool.Shared.RentedCount);
    }

    private static async Task Predict(Predictor predictor, int count)
    {
        const int AtOnce = 100;
        for (var i = 0; i < count; i += AtOnce)
        {
            foreach (var outcome in await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => predictor.PredictAsync(Tensor.From([1f, 2, 3, 4], [1, 4]))))) outcome.Value.Dispose();
        }
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true); // gives back what the collector keeps for the next garbage
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
