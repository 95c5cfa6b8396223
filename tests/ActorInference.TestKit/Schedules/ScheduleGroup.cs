namespace ActorInference.TestKit.Schedules;

/// <summary>
/// Schedules that are carried out side by side, each on a predictor of its own: where others keep the processors busy, one goes on while another waits for its threads.
/// One group at a time in a process, for what is rented is counted.
/// </summary>
public sealed record ScheduleGroup(IReadOnlyList<Schedule> Schedules, Func<Schedule, ScheduleWorld, IScheduleSubject> Open)
{
    /// <summary>
    /// How many are made side by side. 320 schedules took 23 s one by one, 16 and 23 s in fours, 13 and 8 s in sixteens, twice each, on two processors that others kept busy.
    /// </summary>
    public const int Size = 16;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Throws <see cref="ScheduleViolationException"/> when something is wrong.</summary>
    public void Run()
    {
        var rented = TensorPool.Shared.RentedCount;
        var runs = Schedules.Select(schedule => OwnThread.Run(() => ScheduleRun.Run(schedule, Open))).ToArray();
        foreach (var run in runs) ((IAsyncResult)run).AsyncWaitHandle.WaitOne(); // all, before the first that failed is told
        foreach (var run in runs) run.GetAwaiter().GetResult();

        // The thread of a lane that was given up gives back what it holds in its last steps, and nobody waits for them.
        if (SpinWait.SpinUntil(() => TensorPool.Shared.RentedCount == rented, Limit)) return;
        throw new ScheduleViolationException(this, $"{TensorPool.Shared.RentedCount - rented} tensors are left.");
    }

    /// <summary>Simpler ones that may fail in the same way: each schedule by itself first, then that one with less in it.</summary>
    public IEnumerable<ScheduleGroup> Shrink() =>
        Schedules.Count > 1 ? Schedules.Select(schedule => new ScheduleGroup([schedule], Open)) : Schedules[0].Shrink().Select(simpler => new ScheduleGroup([simpler], Open));

    public override string ToString() => string.Join('\n', Schedules);
}
