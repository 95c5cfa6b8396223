using System.Diagnostics;

namespace ActorInference.OnnxRuntime.Tests;

/// <summary>The short form of the soak command: what is opened and closed, made and disposed, leaves memory where it was.</summary>
[Collection(nameof(Alone))]
public sealed class LeakTests
{
    // What the process holds goes up and down by megabytes for reasons of its own: the collector, compiled code, what tests before left. That makes some windows
    // grow and others shrink; a leak makes every one grow, so the one in the middle tells.
    private const int Windows = 5;

    // What may be lost in a round. A session of these models that is not released loses 100 kB, an output of a run half a kilobyte.
    private const int Session = 16 << 10;
    private const int Run = 256;

    [Fact]
    public void Opening_and_closing_sessions_leaves_memory_flat()
    {
        var model = TestModel.Unary("Neg", "float32 [N]");
        AssertFlat(200, Session, () => Opened.Open(model).Dispose());
    }

    [Fact]
    public void Failing_to_open_leaves_memory_flat()
    {
        var broken = TestModel.Unary("Frobnicate", "float32 [N]").Source;
        AssertFlat(200, Session, () => Opened.FailureOf(broken));
    }

    [Fact]
    public void Runs_leave_memory_flat()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [N]"));
        using var x = Tensor.From(new float[64], [64]);
        using var cancel = new CancellationTokenSource();
        AssertFlat(20_000, Run, () =>
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
        AssertFlat(20_000, Run, () => session.Run(new RunInput("x", x))[0]!.Dispose());
    }

    private static void AssertFlat(int rounds, int each, Action action)
    {
        Measure(rounds, action);
        var growth = Enumerable.Range(0, Windows).Select(_ => Measure(rounds, action)).Order().ToArray();
        Assert.True(growth[Windows / 2] < (long)rounds * each, $"memory grew by {string.Join(", ", growth.Select(bytes => $"{bytes:N0}"))} bytes in {rounds} rounds each");
    }

    private static long Measure(int rounds, Action action)
    {
        var before = Memory();
        for (var i = 0; i < rounds; i++) action();
        return Memory() - before;
    }

    private static long Memory()
    {
        // Twice, for what finalizers let go; and the collector is to give back what it keeps for later.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
