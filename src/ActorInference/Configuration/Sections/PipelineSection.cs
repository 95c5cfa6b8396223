namespace ActorInference.Configuration.Sections;

/// <summary>Reads <see cref="PipelineOptions"/>. <c>HOCON.conf</c> has the keys and what they mean.</summary>
internal static class PipelineSection
{
    /// <summary>Items of a group in mode batch: as many as people know from their phones.</summary>
    private const int GroupOfMode = 4;

    public static PipelineOptions Read(HoconReader reader, Machine machine)
    {
        var mode = reader.Word("mode", "async", "sync", "batch", "async") switch
        {
            "sync" => PipelineOptions.Sync,
            "batch" => PipelineOptions.Batch(GroupOfMode),
            _ => PipelineOptions.Async,
        };
        var options = mode with
        {
            Parallelism = reader.Count("parallelism") ?? mode.Parallelism,
            Ordered = reader.Flag("ordered", mode.Ordered),
            GroupSize = reader.Count("group-size") ?? mode.GroupSize,
            GroupWithin = reader.Duration("group-within", TimeSpan.Zero, TimeSpan.FromMinutes(1)) ?? mode.GroupWithin,
            MaxItemsInFlight = reader.Count("max-items-in-flight") ?? mode.MaxItemsInFlight,
            MaxBytesInFlight = reader.SizeOrShare("max-bytes-in-flight", machine.Memory) ?? mode.MaxBytesInFlight,
            FailFast = reader.Flag("fail-fast", mode.FailFast),
            ProgressInterval = reader.DurationAboveZero("progress-interval") ?? mode.ProgressInterval,
        };
        if (options.MaxItemsInFlight < options.GroupSize)
        {
            reader.RefuseTogether(
                $"a group of {options.GroupSize} never fills when only {options.MaxItemsInFlight} may be in flight; allow more or group fewer",
                "max-items-in-flight",
                "group-size",
                "mode");
        }

        return options;
    }
}
