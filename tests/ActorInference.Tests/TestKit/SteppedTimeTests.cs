namespace ActorInference.Tests.TestKit;

public sealed class SteppedTimeTests
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly SteppedTime _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Time_stands_still_until_it_is_advanced()
    {
        var (utc, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        Assert.Equal((utc, stamp), (_time.GetUtcNow(), _time.GetTimestamp()));
        _time.Advance(TimeSpan.FromTicks(12_345));
        Assert.Equal(TimeSpan.FromTicks(12_345), _time.GetElapsedTime(stamp));
        Assert.Equal(TimeSpan.FromTicks(12_345), _time.GetUtcNow() - utc);
        Assert.Equal(TimeSpan.FromTicks(12_345), _time.Elapsed);
        Assert.Equal(10_000_000, _time.TimestampFrequency);
        Assert.Equal(TimeSpan.Zero, _time.GetLocalNow().Offset);
    }

    [Fact]
    public void Timers_fire_in_order_of_due_time_then_of_arming_each_at_its_moment()
    {
        Timer("late", 30);
        Timer("early", 10);
        Timer("also late", 30);
        Timer("beyond", 31);
        _time.Advance(Milliseconds(30));
        Assert.Equal(["early@10", "late@30", "also late@30"], _fired);
        Assert.Equal(Milliseconds(1), _time.NextDue);
        Assert.Equal(1, _time.Timers);
        Assert.Equal(Milliseconds(30), _time.Elapsed);
    }

    [Fact]
    public void Timer_does_not_fire_one_tick_before_it_is_due()
    {
        Timer("timer", 10);
        _time.Advance(Milliseconds(10) - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["timer@10"], _fired);
        Assert.Null(_time.NextDue);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Timer_that_is_due_at_once_fires_with_the_next_advance_by_zero()
    {
        Timer("timer", 0);
        Assert.Empty(_fired);
        Assert.Equal(TimeSpan.Zero, _time.NextDue);
        _time.Advance(TimeSpan.Zero);
        Assert.Equal(["timer@0"], _fired);
    }

    [Fact]
    public void Periodic_timer_fires_at_every_period_without_drift()
    {
        Timer("timer", 5, period: 10);
        _time.Advance(Milliseconds(7));
        _time.Advance(Milliseconds(28));
        Assert.Equal(["timer@5", "timer@15", "timer@25", "timer@35"], _fired);
        Assert.Equal(Milliseconds(10), _time.NextDue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Timer_without_a_period_fires_once(int period)
    {
        Timer("timer", 5, period);
        _time.Advance(Milliseconds(100));
        Assert.Equal(["timer@5"], _fired);
    }

    [Fact]
    public void Timer_that_is_never_due_is_not_armed_until_it_is_changed()
    {
        var timer = Timer("timer", -1);
        Assert.Equal(0, _time.Timers);
        _time.Advance(TimeSpan.FromDays(100));
        Assert.Empty(_fired);
        Assert.True(timer.Change(Milliseconds(1), Never));
        Assert.Equal(1, _time.Timers);
        Assert.True(timer.Change(Never, Never));
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Changed_timer_fires_at_its_new_moment_only()
    {
        var timer = Timer("timer", 10);
        _time.Advance(Milliseconds(5));
        Assert.True(timer.Change(Milliseconds(20), Never));
        _time.Advance(Milliseconds(100));
        Assert.Equal(["timer@25"], _fired);
    }

    [Fact]
    public void Disposed_timer_fires_no_more_and_refuses_to_change()
    {
        var timer = Timer("timer", 10, period: 10);
        _time.Advance(Milliseconds(10));
        timer.Dispose();
        timer.Dispose();
        Assert.Equal(0, _time.Timers);
        Assert.False(timer.Change(Milliseconds(1), Never));
        _time.Advance(Milliseconds(100));
        Assert.Equal(["timer@10"], _fired);
    }

    [Fact]
    public void Callback_may_dispose_its_own_timer_and_those_due_at_the_same_moment()
    {
        ITimer? own = null;
        ITimer? other = null;
        own = _time.CreateTimer(_ =>
        {
            _fired.Add("own");
            own!.Dispose();
            other!.Dispose();
        }, null, Milliseconds(10), Milliseconds(10));
        other = Timer("other", 10);
        _time.Advance(Milliseconds(100));
        Assert.Equal(["own"], _fired);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Callback_may_change_its_own_timer()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(_ =>
        {
            Note("timer");
            timer!.Change(Milliseconds(_fired.Count * 10), Never);
        }, null, Milliseconds(10), Milliseconds(1));
        _time.Advance(Milliseconds(70));
        Assert.Equal(["timer@10", "timer@20", "timer@40", "timer@70"], _fired);
    }

    [Fact]
    public void Timers_made_by_a_callback_fire_within_the_same_advance_between_the_others()
    {
        _time.CreateTimer(_ =>
        {
            Timer("at once", 0);
            Timer("soon", 5);
            Timer("too late", 21);
        }, null, Milliseconds(10), Never);
        Timer("old", 12);
        _time.Advance(Milliseconds(30));
        Assert.Equal(["at once@10", "old@12", "soon@15"], _fired);
        Assert.Equal(1, _time.Timers);
    }

    [Fact]
    public void Callback_that_throws_stops_the_advance_at_its_moment_and_the_rest_fires_later()
    {
        _time.CreateTimer(_ => throw new FormatException("thrown"), null, Milliseconds(10), Never);
        Timer("rest", 20);
        Assert.Throws<FormatException>(() => _time.Advance(Milliseconds(30)));
        Assert.Equal(Milliseconds(10), _time.Elapsed);
        _time.Advance(Milliseconds(10));
        Assert.Equal(["rest@20"], _fired);
    }

    [Fact]
    public void Advance_is_refused_backwards_and_from_within_a_callback()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
        _time.CreateTimer(_ => _time.Advance(Milliseconds(1)), null, Milliseconds(10), Never);
        Assert.Throws<InvalidOperationException>(() => _time.Advance(Milliseconds(10)));
        _time.Advance(Milliseconds(1));
        Assert.Equal(Milliseconds(11), _time.Elapsed);
    }

    [Fact]
    public void Timer_that_re_arms_itself_without_a_delay_is_an_error_not_an_endless_loop()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(_ => timer!.Change(TimeSpan.Zero, Never), null, TimeSpan.Zero, Never);
        Assert.Throws<InvalidOperationException>(() => _time.Advance(Milliseconds(10)));
    }

    [Theory]
    [InlineData(-2, -1)]
    [InlineData(4_294_967_295, -1)]
    [InlineData(1, -2)]
    [InlineData(1, 4_294_967_295)]
    public void Timer_refuses_what_the_platforms_timers_refuse(long due, long period)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("timer", due, period));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeProvider.System.CreateTimer(_ => { }, null, Milliseconds(due), Milliseconds(period)));
    }

    [Fact]
    public async Task Delays_and_cancellations_follow_stepped_time()
    {
        var delay = Task.Delay(Milliseconds(10), _time);
        using var source = new CancellationTokenSource(Milliseconds(20), _time);
        using var given = new CancellationTokenSource();
        var cancelled = Task.Delay(Milliseconds(5), _time, given.Token);
        var late = new TaskCompletionSource().Task.WaitAsync(Milliseconds(15), _time);
        Assert.Equal(4, _time.Timers);
        await given.CancelAsync();
        Assert.Equal(3, _time.Timers);
        _time.Advance(Milliseconds(9));
        Assert.False(delay.IsCompleted);
        _time.Advance(Milliseconds(1));
        await delay;
        _time.Advance(Milliseconds(9));
        Assert.False(source.IsCancellationRequested);
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        _time.Advance(Milliseconds(1));
        Assert.True(source.IsCancellationRequested);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task DisposeAsync_is_complete_when_the_callback_under_way_is_over()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var over = false;
        var timer = _time.CreateTimer(_ =>
        {
            entered.Set();
            release.Wait();
            Volatile.Write(ref over, true);
        }, null, Milliseconds(1), Milliseconds(1));
        var advance = OwnThread.Run(() => _time.Advance(Milliseconds(10)));
        entered.Wait();
        var disposed = timer.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        Assert.Equal(0, _time.Timers);
        release.Set();
        await disposed;
        Assert.True(Volatile.Read(ref over));
        await advance;
        Assert.True(timer.DisposeAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Timers_made_changed_and_disposed_on_other_threads_while_time_advances_all_fire_or_are_gone()
    {
        const int PerThread = 2_000;
        var count = 0;
        var makers = Enumerable.Range(0, 4).Select(_ => OwnThread.Run(() =>
        {
            for (var i = 0; i < PerThread; i++)
            {
                var timer = _time.CreateTimer(_ => Interlocked.Increment(ref count), null, Never, Never);
                timer.Change(Milliseconds(i % 7), Never);
                var never = _time.CreateTimer(_ => Interlocked.Add(ref count, 1_000_000), null, TimeSpan.FromDays(1), Never);
                never.Dispose();
            }
        })).ToArray();
        var made = Task.WhenAll(makers);
        while (!made.IsCompleted) _time.Advance(Milliseconds(1));
        await made;
        _time.Advance(Milliseconds(10));
        Assert.Equal(4 * PerThread, count);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public async Task WaitForTimers_returns_when_another_thread_has_armed_them()
    {
        var armed = OwnThread.Run(() =>
        {
            Timer("one", 1);
            Timer("two", 2);
        });
        _time.WaitForTimers(2);
        _time.Advance(Milliseconds(2));
        Assert.Equal(["one@1", "two@2"], _fired);
        await armed;
    }

    private static TimeSpan Milliseconds(long count) => TimeSpan.FromMilliseconds(count);

    private ITimer Timer(string name, long due, long period = -1) => _time.CreateTimer(_ => Note(name), null, Milliseconds(due), Milliseconds(period));

    private void Note(string name) => _fired.Add($"{name}@{_time.Elapsed.TotalMilliseconds}");
}
