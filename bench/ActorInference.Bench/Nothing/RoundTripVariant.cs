namespace ActorInference.Bench.Nothing;

/// <summary>A way to have predictions made by other threads that is measured against the others. The first is the floor.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Open">Opens it. The caller owns it.</param>
internal sealed record RoundTripVariant(string Name, Func<IRoundTrip> Open)
{
    private static readonly int[] Lanes = [.. new[] { 1, Environment.ProcessorCount }.Distinct()];

    public static IReadOnlyList<RoundTripVariant> All { get; } =
    [
        .. Lanes.Select(lanes => new RoundTripVariant($"plain queue, lanes: {lanes}", () => new PlainQueue(new(ElementType.String), lanes))),
        .. Lanes.Select(lanes => new RoundTripVariant($"plain queue, lanes: {lanes}, pooled tensors", () => new PlainQueue(new(ElementType.Float32), lanes))),
        .. Lanes.Select(lanes => new RoundTripVariant($"predictor, lanes: {lanes}", () => PredictorTrip.OverNothing(new(ElementType.String), lanes))),
        .. Lanes.Select(lanes => new RoundTripVariant($"predictor, lanes: {lanes}, pooled tensors", () => PredictorTrip.OverNothing(new(ElementType.Float32), lanes))),
    ];
}
