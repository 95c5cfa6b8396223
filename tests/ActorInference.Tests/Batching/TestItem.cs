namespace ActorInference.Tests.Batching;

/// <summary>A request that says whatever a test wants, and keeps what it got.</summary>
internal sealed class TestItem(RunInput[] inputs, int rows = 1) : BatchItem(inputs, rows), IDisposable
{
    /// <summary>Asked for <see cref="HasLeft"/>.</summary>
    public Func<bool> Leaves { get; set; } = () => false;

    public Value?[]? Outputs { get; private set; }

    public int BatchRows { get; private set; }

    public override bool HasLeft => Leaves();

    public static TestItem Of(params float[] row) => new([new("x", Tensor.From(row, [1, row.Length]))]);

    public override void Take(Value?[] outputs, int batchRows)
    {
        Assert.Null(Outputs);
        (Outputs, BatchRows) = (outputs, batchRows);
    }

    public Span<T> Output<T>(int index = 0)
        where T : unmanaged => ((Tensor)Outputs![index]!).Span<T>();

    public void Dispose()
    {
        foreach (var input in Inputs) input.Value.Dispose();
        foreach (var output in Outputs ?? []) output?.Dispose();
    }
}
