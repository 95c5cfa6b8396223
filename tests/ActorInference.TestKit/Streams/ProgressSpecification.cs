using System.Collections.Concurrent;
using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>How far a run is, and who hears of it.</summary>
public abstract class ProgressSpecification : EngineSpecification
{
    private readonly HeldWork _work = new();

    [Fact]
    public async Task Progress_is_told_at_each_interval_and_once_at_the_end()
    {
        var hearer = new Hearer();
        var run = Run(Held(hearer), Numbers(10));
        var all = AllOf(run);
        await _work.Begins(4);
        Assert.Empty(hearer.Heard);
        Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Empty(hearer.Heard);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Single(hearer.Heard);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, hearer.Heard.Count);
        _work.ReleaseAll();
        await all;
        Assert.Equal([0L, 0, 0, 10], hearer.Heard.Select(progress => progress.Done));
        Assert.Equal([5, 10, 15, 15], hearer.Heard.Select(progress => (int)progress.Elapsed.TotalSeconds));
        Assert.Equal(run.Progress with { Stages = [] }, hearer.Heard.Last() with { Stages = [], ItemsInFlight = 0 }); // the consumer may still have had the last
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(4, hearer.Heard.Count);
        Assert.Equal(TimeSpan.FromSeconds(15), run.Progress.Elapsed); // the clock stands with the run
    }

    [Fact]
    public async Task Progress_is_told_at_the_end_before_the_consumer_hears_of_it()
    {
        for (var i = 0; i < 20; i++)
        {
            var hearer = new Hearer();
            await AllOf(Run(Pipeline.Of<int>(Options with { Progress = hearer }), Numbers(i)));
            Assert.Equal(i, Assert.Single(hearer.Heard).Done);
        }
    }

    [Fact]
    public async Task Progress_is_told_at_the_end_of_a_run_that_was_left_or_broke()
    {
        var hearer = new Hearer();
        await foreach (var _ in Run(Pipeline.Of<int>(Options with { Progress = hearer }), Endless())) break;
        Assert.Equal(hearer.Heard.Single().Taken, hearer.Heard.Single().Done);
        await Assert.ThrowsAsync<InvalidDataException>(() => AllOf(Run(Pipeline.Of<int>(Options with { Progress = hearer }), From(Enumerable.Range(0, 3).Select(item => item < 2 ? item : throw new InvalidDataException())))));
        Assert.Equal(2, hearer.Heard.Last().Succeeded);
    }

    [Fact]
    public async Task Hearer_is_called_one_at_a_time()
    {
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var hearer = new Hearer(_ =>
        {
            inside.Set();
            goOn.Wait();
        });
        var all = AllOf(Run(Held(hearer), Numbers(1)));
        await _work.Begins(1);
        var telling = OwnThread.Run(() => Time.Advance(TimeSpan.FromSeconds(5)));
        inside.Wait();
        _work.ReleaseAll();
        await Temptation();
        Assert.False(all.IsCompleted); // the last call waits for the one under way
        Assert.Equal(1, hearer.Most);
        goOn.Set();
        await Soon(telling);
        await all;
        Assert.Equal((2, 1), (hearer.Heard.Count, hearer.Most));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_the_hearer_throws_comes_out_at_the_end_of_the_run_which_goes_on(int call)
    {
        var problem = new InvalidDataException("the hearer broke");
        var calls = 0;
        var hearer = new Hearer(_ =>
        {
            if (++calls == call) throw problem;
        });
        var seen = 0;
        var consuming = Task.Run(async () =>
        {
            await foreach (var outcome in Run(Held(hearer), Numbers(10))) seen++;
        });
        await _work.Begins(4);
        Time.Advance(TimeSpan.FromSeconds(5));
        _work.ReleaseAll();
        Assert.Same(problem, await Assert.ThrowsAsync<InvalidDataException>(() => Soon(consuming)));
        Assert.Equal((10, 2), (seen, calls));
    }

    [Fact]
    public async Task Hearer_may_stop_the_run()
    {
        var killSwitch = new KillSwitch();
        var run = Run(Held(new Hearer(_ => killSwitch.Abort("heard enough."))), Endless(), killSwitch);
        var all = AllOf(run);
        await _work.Begins(4);
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.All(await all, outcome => Assert.Equal("heard enough.", outcome.Failure?.Message));
    }

    [Fact]
    public async Task Progress_tells_rate_and_time_left()
    {
        var run = Run(Pipeline.Of<int>(Options with { ExpectedItems = 40 }).Map<int>("keep", item => item % 5 == 0 ? new Failure(ErrorKind.InvalidInput, "five") : item), Endless());
        Assert.Null(run.Progress.TimeLeft);
        await using var outcomes = run.GetAsyncEnumerator();
        Time.Advance(TimeSpan.FromSeconds(5));
        for (var item = 0; item < 10; item++) await Next(outcomes);
        var progress = run.Progress;
        Assert.Equal((8, 2, 10), (progress.Succeeded, progress.Failed, progress.Done));
        Assert.Equal((2.0, TimeSpan.FromSeconds(15), 40L), (progress.Rate, progress.TimeLeft, progress.Expected));
        Assert.Equal("10 of 40 items, 2 failed, 2.0 a second, 15 s left", progress.ToString());
    }

    [Fact]
    public async Task Rate_leaves_out_what_was_dropped_and_time_left_does_not()
    {
        var run = Run(Pipeline.Of<int>(Options with { ExpectedItems = 40 }).EveryNth(5), Numbers(10));
        await using var outcomes = run.GetAsyncEnumerator();
        Time.Advance(TimeSpan.FromSeconds(5));
        while (await Soon(outcomes.MoveNextAsync().AsTask()))
        {
        }

        Assert.Equal((2, 8), (run.Progress.Succeeded, run.Progress.Dropped));
        Assert.Equal((0.4, TimeSpan.FromSeconds(15)), (run.Progress.Rate, run.Progress.TimeLeft));
        Assert.Equal("10 of 40 items, 8 dropped, 0.4 a second, 15 s left", run.Progress.ToString());
    }

    [Fact]
    public async Task Stages_tell_what_waits_and_runs_in_them_and_how_busy_they_were()
    {
        var run = Run(Held(null).Buffer(5, Overflow.Backpressure), Numbers(20));
        var all = AllOf(run);
        await _work.Begins(4);
        await Until(() => run.Progress.Taken == 8);
        Assert.Equal(new StageSnapshot("held", 4, 4, 0, 0, 0, TimeSpan.Zero), run.Progress.Stages[0]);
        Time.Advance(TimeSpan.FromSeconds(3));
        _work.ReleaseAll();
        await all;
        Assert.Equal([new("held", 0, 0, 20, 0, 0, TimeSpan.FromSeconds(12)), new("buffer", 0, 0, 20, 0, 0, TimeSpan.Zero)], run.Progress.Stages);
    }

    private Pipeline<int, int> Held(Hearer? hearer) => Pipeline.Of<int>(Options with { Progress = hearer, ProgressInterval = TimeSpan.FromSeconds(5) }).MapAsync<int>("held", async (item, cancel) =>
    {
        await _work.HoldAsync(item, cancel);
        return item;
    });

    private sealed class Hearer(Action<PipelineSnapshot>? act = null) : IProgress<PipelineSnapshot>
    {
        private int _now;

        public ConcurrentQueue<PipelineSnapshot> Heard { get; } = [];

        public int Most { get; private set; }

        public void Report(PipelineSnapshot value)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref _now));
            Heard.Enqueue(value);
            try
            {
                act?.Invoke(value);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }
}
