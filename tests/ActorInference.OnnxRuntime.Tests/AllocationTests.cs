namespace ActorInference.OnnxRuntime.Tests;

public sealed class AllocationTests
{
    // The budget of a steady run, of which the way through queues will want its part.
    private const long Budget = 1024;

    [Fact]
    public void A_steady_run_allocates_less_than_a_kibibyte_on_the_managed_heap()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [64]"));
        using var x = Tensor.From(new float[64], [64]);
        using var cancel = new CancellationTokenSource();
        var inputs = new RunInput[] { new("x", x) };
        var outputs = new RunOutput[1];

        const int Rounds = 1000;
        long start = 0;
        for (var i = -Rounds; i < Rounds; i++)
        {
            if (i == 0) start = GC.GetAllocatedBytesForCurrentThread();
            outputs[0] = new RunOutput("y");
            Assert.Null(session.Run(inputs, outputs, cancel.Token));
            outputs[0].Value!.Dispose();
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - start) / Rounds;
        Assert.True(each < Budget, $"{each} bytes a run");
    }
}
