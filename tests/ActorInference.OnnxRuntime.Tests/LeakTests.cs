using System.Diagnostics;

namespace ActorInference.OnnxRuntime.Tests;

/// <summary>The short form of the soak command: what is opened and closed, made and disposed, leaves memory where it was.</summary>
[Collection(nameof(Alone))]
public sealed class LeakTests
{
    // Noise of the allocators on a machine at work; one leaked session of the model below takes about 100 kB, one leaked run 1 kB.
    private const long Noise = 16L << 20;

    [Fact]
    public void Opening_and_closing_sessions_leaves_memory_flat()
    {
        var model = TestModel.Unary("Neg", "float32 [N]");
        AssertFlat(200, 1000, () => Opened.Open(model).Dispose());
    }

    [Fact]
    public void Failing_to_open_leaves_memory_flat()
    {
        var broken = TestModel.Unary("Frobnicate", "float32 [N]").Source;
        AssertFlat(200, 1000, () => Opened.FailureOf(broken));
    }

    [Fact]
    public void Runs_leave_memory_flat()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [N]"));
        using var x = Tensor.From(new float[64], [64]);
        using var cancel = new CancellationTokenSource();
        AssertFlat(10_000, 50_000, () =>
        {
            RunOutput[] outputs = [new("y")];
            Assert.Null(session.Run([new("x", x)], outputs, cancel.Token));
            outputs[0].Value!.Dispose();
        });
    }

    [Fact]
    public void Composite_values_leave_memory_flat()
    {
        using var session = Opened.Open(Maps.ZipMapOfStrings());
        using var x = Tensor.From([.25f, .75f], [1, 2]);
        AssertFlat(2_000, 20_000, () => session.Run(new RunInput("x", x))[0]!.Dispose());
    }

    private static void AssertFlat(int warmUp, int rounds, Action action)
    {
        for (var i = 0; i < warmUp; i++) action();
        var before = Memory();
        for (var i = 0; i < rounds; i++) action();
        var growth = Memory() - before;
        Assert.True(growth < Noise, $"memory grew by {growth:N0} bytes in {rounds} rounds");
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
