namespace ActorInference;

/// <summary>
/// How the cores of one device are shared out: <see cref="Lanes"/> runs side by side, <see cref="ThreadsPerLane"/> threads each. Made as if nobody else in this process needed them: where
/// several predictors are busy at once, say how many lanes each may have.
/// </summary>
/// <param name="Lanes">How many runs may be under way at once.</param>
/// <param name="ThreadsPerLane">Threads inside one run, the lane's own included. On devices other than the processor, 1.</param>
/// <param name="Cores">The cores that this process may use; a container's limit counts, rounded up.</param>
public sealed record ThreadPlan(int Lanes, int ThreadsPerLane, int Cores)
{
    /// <summary>
    /// The plan for <paramref name="device"/>. What is null is chosen by <paramref name="goal"/>; on devices other than the processor one lane is chosen.
    /// On the processor, lanes times threads above the cores are refused unless <paramref name="allowOversubscription"/>: they would fight for them.
    /// </summary>
    public static Outcome<ThreadPlan> For(DeviceId device, ThreadGoal goal, int? lanes = null, int? threadsPerLane = null, bool allowOversubscription = false) =>
        For(device, goal, lanes, threadsPerLane, Environment.ProcessorCount, allowOversubscription);

    /// <summary>The same for <paramref name="cores"/> cores.</summary>
    public static Outcome<ThreadPlan> For(DeviceId device, ThreadGoal goal, int? lanes, int? threadsPerLane, int cores, bool allowOversubscription = false)
    {
        if (lanes < 1) return Invalid($"a pool needs 1 lane or more, not {lanes}.");
        if (threadsPerLane < 1) return Invalid($"a lane needs 1 thread or more, not {threadsPerLane}.");
        if (device.Kind != DeviceId.Cpu.Kind) return new ThreadPlan(lanes ?? 1, threadsPerLane ?? 1, cores);

        var plan = (lanes, threadsPerLane, goal) switch
        {
            ({ } l, { } t, _) => new ThreadPlan(l, t, cores),
            ({ } l, null, ThreadGoal.Throughput) => new(l, 1, cores),
            ({ } l, null, _) => new(l, Math.Max(1, cores / l), cores),
            (null, { } t, ThreadGoal.Throughput) => new(Math.Max(1, cores / t), t, cores),
            (null, { } t, _) => new(1, t, cores),
            (null, null, ThreadGoal.Throughput) => new(cores, 1, cores),
            _ => new(1, cores, cores),
        };
        return allowOversubscription || (long)plan.Lanes * plan.ThreadsPerLane <= cores
            ? plan
            : Invalid($"{Count(plan.Lanes, "lane")} x {Count(plan.ThreadsPerLane, "thread")} need {(long)plan.Lanes * plan.ThreadsPerLane} cores; "
                + $"this process may use {cores}; ask for fewer lanes or threads.");
    }

    /// <summary><c>2 lanes x 1 thread on 2 cores</c>.</summary>
    public override string ToString() => $"{Count(Lanes, "lane")} x {Count(ThreadsPerLane, "thread")} on {Count(Cores, "core")}";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static Failure Invalid(string message) => new(ErrorKind.InvalidInput, message);
}
