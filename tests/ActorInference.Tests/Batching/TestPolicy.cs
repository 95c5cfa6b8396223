namespace ActorInference.Tests.Batching;

/// <summary>Notes what becomes of each item; each must come to one end.</summary>
internal sealed class TestPolicy : IBatchPolicy
{
    private readonly Dictionary<BatchItem, Failure?> _ends = [];

    /// <summary>Whether failures of several may be one's own.</summary>
    public bool Splits { get; set; } = true;

    public int Starts { get; private set; }

    public IReadOnlyDictionary<BatchItem, Failure?> Ends => _ends;

    public void Starting() => Starts++;

    public bool MayBeAnItems(Failure failure) => Splits;

    public void Succeeded(ReadOnlySpan<BatchItem> items)
    {
        foreach (var item in items)
        {
            Assert.NotNull(((TestItem)item).Outputs);
            _ends.Add(item, null);
        }
    }

    public void Failed(ReadOnlySpan<BatchItem> items, Failure failure)
    {
        foreach (var item in items)
        {
            Assert.Null(((TestItem)item).Outputs);
            _ends.Add(item, failure);
        }
    }
}
