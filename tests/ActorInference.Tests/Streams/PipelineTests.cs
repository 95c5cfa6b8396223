namespace ActorInference.Tests.Streams;

/// <summary>Descriptions that cannot work are refused before anything runs.</summary>
public sealed class PipelineTests
{
    public static TheoryData<PipelineOptions, string> Wrong => new()
    {
        { new() { Parallelism = 0 }, "a stage works on 1 item or more at once, not 0." },
        { new() { GroupSize = 0 }, "a group has 1 item or more, not 0." },
        { new() { MaxItemsInFlight = 0 }, "1 item or more may be in flight, not 0." },
        { new() { MaxBytesInFlight = 0 }, "1 byte or more may be in flight, not 0." },
        { new() { GroupSize = 4, MaxItemsInFlight = 3 }, "a group of 4 never fills when only 3 may be in flight; allow more or group fewer." },
        { new() { GroupWithin = TimeSpan.FromMilliseconds(-1) }, "a group waits 0 s to 1 minute, not -0.001 s." },
        { new() { GroupWithin = TimeSpan.FromSeconds(61) }, "a group waits 0 s to 1 minute, not 61 s." },
        { new() { ProgressInterval = TimeSpan.Zero }, "progress is told every so often, not every 0 s." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Options_that_cannot_work_are_refused(PipelineOptions options, string message)
    {
        var refusal = Assert.Throws<InferenceException>(() => Pipeline.Of<int>(options).RunAsync([1]));
        Assert.Equal(new(ErrorKind.InvalidInput, message), refusal.Failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Stage_that_works_on_nothing_is_refused_by_its_name(int parallelism)
    {
        var options = new StageOptions { Parallelism = parallelism };
        foreach (var pipeline in new[] { Pipeline.Of<int>().Map<int>("bad", item => item, options), Pipeline.Of<int>().MapAsync<int>("bad", (item, _) => new(item), options) })
        {
            var refusal = Assert.Throws<InferenceException>(() => pipeline.RunAsync([1]));
            Assert.Equal(new(ErrorKind.InvalidInput, $"the stage 'bad' works on 1 item or more at once, not {parallelism}."), refusal.Failure);
        }
    }

    [Fact]
    public void Stages_that_cannot_be_are_refused_where_they_are_described()
    {
        var pipeline = Pipeline.Of<int>();
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.GroupedWithin(0, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.GroupedWithin(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Buffer(0, Overflow.Backpressure));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Buffer(1, (Overflow)5));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.EveryNth(0));
        Assert.Throws<ArgumentException>(() => pipeline.Map<int>("", item => item));
        Assert.Throws<ArgumentNullException>(() => pipeline.Map<int>("none", null!));
        Assert.Throws<ArgumentNullException>(() => pipeline.MapAsync<int>("none", null!));
        Assert.Throws<ArgumentNullException>(() => pipeline.RunAsync((IAsyncEnumerable<int>)null!));
    }

    [Fact]
    public void Each_method_gives_a_new_description()
    {
        var first = Pipeline.Of<int>();
        var second = first.Preprocess<int>(item => item).Buffer(3, Overflow.DropOldest).EveryNth(2).GroupedWithin(4, TimeSpan.FromSeconds(1)).Postprocess<int>(group => group.Count);
        Assert.Empty(first.Stages);
        Assert.Equal(["preprocess", "buffer", "every 2", "groups of 4", "postprocess"], second.Stages.Select(stage => stage.Name));
        Assert.Equal(1, second.With(PipelineOptions.Sync).Options.MaxItemsInFlight);
        Assert.Null(second.Options.MaxItemsInFlight);
    }
}
