namespace ActorInference.Tests.Predicting;

public sealed class ThreadPlanTests
{
    [Theory]
    [InlineData(ThreadGoal.Throughput, null, null, 8, 1)]
    [InlineData(ThreadGoal.Throughput, 3, null, 3, 1)]
    [InlineData(ThreadGoal.Throughput, null, 3, 2, 3)]
    [InlineData(ThreadGoal.Throughput, null, 8, 1, 8)]
    [InlineData(ThreadGoal.Latency, null, null, 1, 8)]
    [InlineData(ThreadGoal.Latency, 3, null, 3, 2)]
    [InlineData(ThreadGoal.Latency, null, 3, 1, 3)]
    [InlineData(ThreadGoal.Latency, 8, 1, 8, 1)]
    public void Plan_shares_out_eight_cores(ThreadGoal goal, int? lanes, int? threads, int plannedLanes, int plannedThreads) =>
        Assert.Equal(new ThreadPlan(plannedLanes, plannedThreads, 8), ThreadPlan.For(DeviceId.Cpu, goal, lanes, threads, 8).Value);

    [Theory]
    [InlineData(0, null, "a pool needs 1 lane or more, not 0.")]
    [InlineData(-1, null, "a pool needs 1 lane or more, not -1.")]
    [InlineData(null, 0, "a lane needs 1 thread or more, not 0.")]
    [InlineData(9, null, "9 lanes x 1 thread need 9 cores; this process may use 8; ask for fewer lanes or threads.")]
    [InlineData(null, 9, "1 lane x 9 threads need 9 cores; this process may use 8; ask for fewer lanes or threads.")]
    [InlineData(3, 3, "3 lanes x 3 threads need 9 cores; this process may use 8; ask for fewer lanes or threads.")]
    [InlineData(int.MaxValue, int.MaxValue, "2147483647 lanes x 2147483647 threads need 4611686014132420609 cores; this process may use 8; ask for fewer lanes or threads.")]
    public void Plan_above_the_cores_is_refused_in_words(int? lanes, int? threads, string message) =>
        Assert.Equal(new Failure(ErrorKind.InvalidInput, message), ThreadPlan.For(DeviceId.Cpu, ThreadGoal.Throughput, lanes, threads, 8).Failure);

    [Theory]
    [InlineData(9, null, 9, 1)]
    [InlineData(null, 9, 1, 9)]
    [InlineData(3, 3, 3, 3)]
    public void Plan_above_the_cores_is_made_where_that_is_allowed(int? lanes, int? threads, int plannedLanes, int plannedThreads) =>
        Assert.Equal(new ThreadPlan(plannedLanes, plannedThreads, 8), ThreadPlan.For(DeviceId.Cpu, ThreadGoal.Throughput, lanes, threads, 8, allowOversubscription: true).Value);

    [Fact]
    public void Plan_never_exceeds_the_cores_whatever_is_asked_for()
    {
        for (var cores = 1; cores < 20; cores++)
        {
            foreach (var goal in Enum.GetValues<ThreadGoal>())
            {
                for (var lanes = 1; lanes < 22; lanes++)
                {
                    for (var threads = 0; threads < 22; threads++)
                    {
                        if (!ThreadPlan.For(DeviceId.Cpu, goal, lanes, threads == 0 ? null : threads, cores).TryGet(out var plan, out _)) Assert.True(lanes * Math.Max(1, threads) > cores);
                        else Assert.InRange(plan.Lanes * plan.ThreadsPerLane, 1, cores);
                    }
                }
            }
        }
    }

    [Fact]
    public void Other_devices_have_one_lane_and_as_many_as_are_asked_for()
    {
        var gpu = new DeviceId("cuda");
        Assert.Equal(new ThreadPlan(1, 1, 2), ThreadPlan.For(gpu, ThreadGoal.Throughput, null, null, 2).Value);
        Assert.Equal(new ThreadPlan(1, 1, 2), ThreadPlan.For(gpu, ThreadGoal.Latency, null, null, 2).Value);
        Assert.Equal(new ThreadPlan(5, 1, 2), ThreadPlan.For(gpu, ThreadGoal.Throughput, 5, null, 2).Value);
        Assert.Equal("a pool needs 1 lane or more, not 0.", ThreadPlan.For(gpu, ThreadGoal.Throughput, 0, null, 2).Failure!.Message);
    }

    [Fact]
    public void Plan_is_for_the_cores_of_this_process_and_says_itself_in_words()
    {
        Assert.Equal(Environment.ProcessorCount, ThreadPlan.For(DeviceId.Cpu, ThreadGoal.Throughput).Value.Lanes);
        Assert.Equal("2 lanes x 1 thread on 2 cores", new ThreadPlan(2, 1, 2).ToString());
        Assert.Equal("1 lane x 2 threads on 1 core", new ThreadPlan(1, 2, 1).ToString());
    }
}
