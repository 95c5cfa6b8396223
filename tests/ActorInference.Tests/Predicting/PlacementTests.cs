namespace ActorInference.Tests.Predicting;

public sealed class PlacementTests : PredictorTest
{
    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("cuda:0, cpu", "cuda:0, cpu")]
    [InlineData("CUDA,cpu", "cuda:0, cpu")]
    [InlineData(" cuda:0 + cuda:1 , cpu ", "cuda:0+cuda:1, cpu")]
    public void Placement_is_read_and_written(string text, string written)
    {
        Assert.Equal(written, Placement.Parse(text).ToString());
        Assert.True(Placement.TryParse(text, out var placement));
        Assert.Equal(written, placement.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu,")]
    [InlineData(",")]
    [InlineData("cpu+")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0+cuda")]
    public void Placement_that_names_no_device_or_one_twice_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => Placement.Parse(text));
        Assert.False(Placement.TryParse(text, out _));
    }

    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("CUDA:1", "cuda:1")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("", null)]
    [InlineData("cuda:", null)]
    [InlineData("cuda:99999999999", null)]
    [InlineData("warp drive", null)]
    public void Device_is_read_or_refused_with_and_without_an_exception(string text, string? written)
    {
        Assert.Equal(written, DeviceId.TryParse(text, out var device) ? device.ToString() : null);
        if (written is null) Assert.Throws<FormatException>(() => DeviceId.Parse(text));
        else Assert.Equal(device, DeviceId.Parse(text));
    }

    [Fact]
    public void Nothing_is_neither_a_device_nor_a_placement()
    {
        Assert.False(DeviceId.TryParse(null, out _));
        Assert.False(Placement.TryParse(null, out _));
    }

    [Fact]
    public void Placement_made_in_code_names_a_device_and_none_twice()
    {
        Assert.Throws<ArgumentException>(() => new Placement());
        Assert.Throws<ArgumentException>(() => new Placement(new DeviceId[][] { [] }));
        Assert.Throws<ArgumentException>(() => new Placement([Fake, Fake]));
    }

    [Fact]
    public void First_placement_that_works_is_taken_and_reported()
    {
        var predictor = Open(Options with { Placement = Placement.Parse("cuda:0, fake:1, fake:0") });
        Assert.Equal(OtherFake, Assert.Single(predictor.Snapshot().Pools).Device);
        using var prediction = predictor.Predict(Input(1)).Value;
        Assert.Equal(OtherFake, prediction.Timing.Device);
    }

    [Fact]
    public void Nothing_is_fallen_back_to_that_was_not_listed()
    {
        var failure = OpenFailure(Options with { Placement = Placement.Parse("cuda:0") });
        Assert.Equal(new Failure(ErrorKind.DeviceLost, "cuda:0 is not there; there is cpu, fake:0, fake:1."), failure);
    }

    [Fact]
    public void Failure_lists_why_each_placement_did_not_work()
    {
        Sessions.OnOpen = (_, options) => options.Device == Fake ? new(ErrorKind.OutOfMemory, "fake:0 is full.") : null;
        var failure = OpenFailure(Options with { Placement = Placement.Parse("cuda:0, fake:1+fake:0, fake:0") });
        Assert.Equal(
            new Failure(ErrorKind.OutOfMemory, "model runs on none of cuda:0, fake:1+fake:0, fake:0: cuda:0 is not there; there is cpu, fake:0, fake:1; fake:1+fake:0: fake:0 is full; fake:0 is full."),
            failure);
        Assert.Equal(1, Sessions.Opened); // fake:1 of the pair, which is closed again: all or none
    }

    [Fact]
    public void Devices_that_are_joined_each_have_a_pool_of_their_own()
    {
        var predictor = Open(Options with { Placement = Placement.Parse("fake:0+fake:1"), Lanes = 2 });
        Assert.Equal([Fake, OtherFake], predictor.Snapshot().Pools.Select(pool => pool.Device));
        Assert.All(predictor.Snapshot().Pools, pool => Assert.Equal(2, pool.Plan.Lanes));
    }

    [Fact]
    public async Task Requests_go_to_the_pool_that_is_expected_to_be_done_first()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Options with { Placement = Placement.Parse("fake:0+fake:1") });

        // Each pool runs one: a second on fake:0, four on fake:1.
        var first = predictor.PredictAsync(Input(1));
        var second = predictor.PredictAsync(Input(2));
        var runs = Sessions.WaitForBlocked(2);
        Assert.Equal(2, runs.Select(run => run.Device).Distinct().Count());
        Time.Advance(TimeSpan.FromSeconds(1));
        runs.Single(run => run.Device == Fake).Release();
        await Soon(Task.WhenAny(first, second));
        Time.Advance(TimeSpan.FromSeconds(3));
        runs.Single(run => run.Device == OtherFake).Release();
        AssertIs(1, await Soon(first));
        AssertIs(2, await Soon(second));

        var tasks = Enumerable.Range(0, 10).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        Sessions.WaitForBlocked(2);
        var pools = predictor.Snapshot().Pools;
        Assert.Equal((8, 2), (pools[0].Waiting + pools[0].Running, pools[1].Waiting + pools[1].Running)); // four times as fast, four times as many
        Assert.Equal(TimeSpan.FromSeconds(1), pools[0].MeanRun);
        Sessions.Script = null;
        Sessions.ReleaseAll();
        for (var i = 0; i < 10; i++) AssertIs(i, await Soon(tasks[i]));
    }
}
