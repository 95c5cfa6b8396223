namespace ActorInference.Tests.Predicting;

public sealed class PriorityTests : PredictorTest
{
    private const float High = 1, Normal = 2, Low = 3;

    [Fact]
    public async Task Higher_priority_goes_first_and_equals_go_in_order()
    {
        var order = await OrderOf(Options, [Low, Normal, High, Low + .5f, Normal + .5f, High + .5f]);
        Assert.Equal([High, High + .5f, Normal, Normal + .5f, Low, Low + .5f], order);
    }

    [Fact]
    public async Task Lowest_priority_goes_once_it_was_passed_over_eight_times()
    {
        var order = await OrderOf(Options, [Low, .. Enumerable.Repeat(High, 20)]);
        Assert.Equal(8, Array.IndexOf(order, Low));
    }

    [Fact]
    public async Task Two_floods_do_not_starve_the_lowest()
    {
        var order = await OrderOf(Options, [Low, .. Enumerable.Repeat(Normal, 20), .. Enumerable.Repeat(High, 20)]);
        Assert.InRange(Array.IndexOf(order, Low), 8, 10);
        Assert.InRange(Array.IndexOf(order, Normal), 8, 10);
    }

    [Fact]
    public async Task Lowest_priority_rides_along_in_a_batch_that_has_room()
    {
        BlockThousands();
        var predictor = Open(Options with { Batch = new() { MaxSize = 3 } });
        var (run, first) = await Occupy(predictor);
        var tasks = new[] { (Low, Priority.Low), (High, Priority.High) }.Select(request => predictor.PredictAsync(Input(request.Item1), new() { Priority = request.Item2 })).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(Low, await Soon(tasks[0]));
        AssertIs(High, await Soon(tasks[1]));
        Assert.Equal([High, Low], Sessions.Runs.Last().Firsts);
    }

    [Fact]
    public async Task Callers_that_wait_for_room_get_it_by_priority_and_the_lowest_still_moves()
    {
        var order = await OrderOf(Options with { Admission = new() { MaxItems = 1 } }, [Low, .. Enumerable.Repeat(High, 20)]);
        Assert.Equal(8, Array.IndexOf(order, Low));
    }

    // The order in which requests run that wait together; the whole part of the number is the priority.
    private async Task<float[]> OrderOf(PredictorOptions options, float[] requests)
    {
        BlockThousands();
        var predictor = Open(options);
        var (run, first) = await Occupy(predictor);
        var tasks = requests.Select(request => predictor.PredictAsync(Input(request), new() { Priority = (Priority)((int)request - 1) })).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        for (var i = 0; i < requests.Length; i++) AssertIs(requests[i], await Soon(tasks[i]));
        return [.. Sessions.Runs.Skip(1).Select(other => other.Firsts[0])];
    }
}
