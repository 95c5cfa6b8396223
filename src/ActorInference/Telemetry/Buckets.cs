namespace ActorInference.Telemetry;

/// <summary>Where histograms are cut, for collectors that ask.</summary>
internal static class Buckets
{
    /// <summary>100 us to 60 s: from what does nothing to what a caller gives up; two or three to each power of ten, so that a quantile is known within a factor of two and a half.</summary>
    public static IReadOnlyList<double> Seconds { get; } =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    /// <summary>Batches are mostly bounded by a power of two.</summary>
    public static IReadOnlyList<int> Rows { get; } = [1, 2, 4, 8, 16, 32, 64, 128, 256];
}
