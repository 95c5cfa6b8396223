using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>
/// What the tests of every engine have in common. The classes that derive from this one hold the promises of stages, runs and options, a test for each; an engine passes when a class of
/// its own derives from each of them. At the end of each test nothing may be left: every parcel is disposed once, every source let go, no timer armed, no thread alive.
/// They run one after the other, so that threads can be counted.
/// </summary>
[Collection("pipelines")]
public abstract class EngineSpecification : IDisposable
{
    private readonly List<IProbedSource> _sources = [];

    /// <summary>The engine under test.</summary>
    protected abstract IEngine Engine { get; }

    protected SteppedTime Time { get; } = new();

    protected Custody Custody { get; } = new();

    /// <summary>Options with the time of the test.</summary>
    protected PipelineOptions Options => new() { Time = Time, Parallelism = 4 };

    /// <summary>Threads of the engine that are left, once those that are about to end have had time to.</summary>
    protected virtual int ThreadsLeft => PipelineThreads.Count();

    public void Dispose()
    {
        AssertNothingLeft();
        GC.SuppressFinalize(this);
    }

    protected virtual void AssertNothingLeft()
    {
        foreach (var source in _sources) source.AssertAtRest();
        Custody.AssertEmpty();
        Assert.Equal(0, Time.Timers);
        Assert.Equal(0, ThreadsLeft);
    }

    /// <summary>A source that is looked at when the test ends.</summary>
    protected ProbedSource<T> From<T>(IAsyncEnumerable<T> items, Action? onAsked = null)
    {
        var source = new ProbedSource<T>(items) { OnAsked = onAsked };
        _sources.Add(source);
        return source;
    }

    /// <summary>The same over items that are there already.</summary>
    protected ProbedSource<T> From<T>(IEnumerable<T> items, Action? onAsked = null) => From(items.ToAsyncEnumerable(), onAsked);

    /// <summary>The numbers from 0.</summary>
    protected ProbedSource<int> Numbers(int count) => From(Enumerable.Range(0, count));

    /// <summary>Numbers from 0 without an end, given as soon as they are asked for.</summary>
    protected ProbedSource<int> Endless() => From(Enumerable.Range(0, int.MaxValue));

    /// <summary>A run on the engine under test.</summary>
    protected PipelineRun<TOut> Run<TIn, TOut>(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch? killSwitch = null) => pipeline.RunAsync(source, killSwitch, Engine);

    /// <summary>Every outcome of a run; whoever calls owns the values.</summary>
    protected static Task<IReadOnlyList<ItemOutcome<T>>> AllOf<T>(PipelineRun<T> run, CancellationToken cancel = default) => Soon(CollectAsync(run, cancel));

    /// <summary>The values of a run of which no item fails.</summary>
    protected static async Task<IReadOnlyList<T>> ValuesOf<T>(PipelineRun<T> run) => [.. (await AllOf(run)).Select(outcome => outcome.Value)];

    /// <summary>Takes the next outcome, which must be there.</summary>
    protected static async Task<ItemOutcome<T>> Next<T>(IAsyncEnumerator<ItemOutcome<T>> outcomes)
    {
        Assert.True(await Soon(outcomes.MoveNextAsync().AsTask()));
        return outcomes.Current;
    }

    /// <summary>Waits for other threads, for as long as a hang would be.</summary>
    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience.Limit);

    /// <summary>Waits for other threads, for as long as a hang would be.</summary>
    protected static Task Soon(Task task) => task.WaitAsync(Patience.Limit);

    /// <summary>Waits until other threads have brought it about.</summary>
    protected static async Task Until(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience.Limit) throw new TimeoutException("It did not come about.");
            await Task.Yield();
        }
    }

    /// <summary>Gives other threads the occasion to do what they must not.</summary>
    protected static async Task Temptation()
    {
        for (var i = 0; i < 200; i++) await Task.Yield();
    }

    /// <summary>Disposes the values among outcomes.</summary>
    protected static void Dispose<T>(IEnumerable<ItemOutcome<T>> outcomes)
        where T : IDisposable
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.TryGet(out var value, out _)) value.Dispose();
        }
    }

    private static async Task<IReadOnlyList<ItemOutcome<T>>> CollectAsync<T>(PipelineRun<T> run, CancellationToken cancel)
    {
        var outcomes = new List<ItemOutcome<T>>();
        await foreach (var outcome in run.WithCancellation(cancel)) outcomes.Add(outcome);
        return outcomes;
    }
}
