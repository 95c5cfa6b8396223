using System.Diagnostics.CodeAnalysis;

namespace ActorInference.TestKit.Schedules;

/// <summary>
/// Carries a schedule out on real lanes, as fast as they go: what is asserted holds in any interleaving. What it leaves rented its <see cref="ScheduleGroup"/> sees.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The predictor is disposed as the last step of the schedule, which is what is tested.")]
internal sealed class ScheduleRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Schedule _schedule;
    private readonly ScheduleWorld _world;
    private readonly IScheduleSubject _predictor;
    private readonly List<ScheduledRequest> _requests = [];
    private readonly HashSet<ScheduledRequest> _disposed = [];
    private readonly List<(string Model, Task<Failure?> Task)> _changes = [];
    private readonly List<Task> _threads = [];

    private ScheduleRun(Schedule schedule, Func<Schedule, ScheduleWorld, IScheduleSubject> open)
    {
        _schedule = schedule;
        _world = new(schedule.Options.IsShared);
        _predictor = open(schedule, _world);
    }

    /// <summary>Throws <see cref="ScheduleViolationException"/> when something is wrong.</summary>
    public static void Run(Schedule schedule, Func<Schedule, ScheduleWorld, IScheduleSubject> open) => new ScheduleRun(schedule, open).Run();

    private void Run()
    {
        foreach (var step in _schedule.Steps) Do(step);
        var closing = End();
        _world.Calm();
        Wait("the predictor closes", () =>
        {
            _world.Time.Advance(TimeSpan.FromMilliseconds(50));
            return closing.IsCompleted;
        });
        closing.GetAwaiter().GetResult();
        Wait("runs return, sessions close and calls end", () =>
        {
            _world.Sessions.ReleaseAll();
            return _world.Sessions is { RunsNow: 0, OpenNow: 0 } && _predictor.Snapshot() is { LanesStillHanging: 0, SessionsClosing: 0 }
                && _requests.TrueForAll(request => request.Task.IsCompleted) && _changes.TrueForAll(change => change.Task.IsCompleted) && _threads.TrueForAll(thread => thread.IsCompleted);
        });
        Judge();
    }

    private Task End()
    {
        if (_schedule.End == ScheduleEnd.Calm)
        {
            _world.Calm();
            Pass("every request ends", () => _requests.TrueForAll(request => request.Task.IsCompleted) && _changes.TrueForAll(change => change.Task.IsCompleted));

            // Each dead session that cannot be probed may fail some before it is taken out: a few, and one more for each failure that had it rebuilt before. A request fails on two at most.
            var (tries, most) = (0, 40 + (2 * _requests.Count));
            Pass("the predictor is well again", () => _predictor.Snapshot().State == HealthState.Ready && (TryOne() || ++tries > most));
            if (tries > most) throw Violation($"the predictor says that it is ready, and {tries} requests failed.");
        }

        if (_schedule.End != ScheduleEnd.Shutdown) return _predictor.DisposeAsync().AsTask();
        var shutdown = _predictor.ShutdownAsync();
        _world.Calm();
        Pass("it shuts down", () => shutdown.IsCompleted);
        return shutdown;
    }

    private bool TryOne()
    {
        var task = _predictor.PredictAsync(Tensor.From<float>([1, 1, 1, 1], [1, 4]), new(), default);
        Pass("a request ends after all others", () => task.IsCompleted);
        if (!task.Result.TryGet(out var prediction, out _)) return false;
        prediction.Dispose();
        return true;
    }

    // Lets time pass, with nobody in the way, until something has come about.
    private void Pass(string what, Func<bool> hasCome) => Wait(what, () =>
    {
        _world.Sessions.ReleaseAll();
        DisposeResults();
        if (OtherThreads.Run(hasCome)) return true;
        _world.Time.Advance(TimeSpan.FromMilliseconds(20));
        return false;
    });

    private void Wait(string what, Func<bool> hasCome)
    {
        if (!SpinWait.SpinUntil(hasCome, Limit)) throw Violation($"It never came about that {what}: {_predictor.Snapshot()}, {string.Join("; ", _predictor.Snapshot().Pools)}.");
    }

    private void Do(ScheduleStep step)
    {
        switch (step)
        {
            case ScheduleStep.Submit submit:
                Submit(submit);
                break;
            case ScheduleStep.Cancel cancel:
                if (_requests.Count > 0) _requests[cancel.Request % _requests.Count].Cancel.Cancel();
                break;
            case ScheduleStep.Advance advance:
                _world.Time.Advance(TimeSpan.FromMilliseconds(advance.Ms));
                break;
            case ScheduleStep.Yield:
                OtherThreads.Run(() => false);
                break;
            case ScheduleStep.DisposeResults:
                DisposeResults();
                break;
            case ScheduleStep.Block block:
                _world.Next(FakeBehaviour.Block, block.Runs);
                break;
            case ScheduleStep.Hang hang:
                _world.Next(FakeBehaviour.Hang, hang.Runs);
                break;
            case ScheduleStep.Release:
                _world.Sessions.ReleaseAll();
                break;
            case ScheduleStep.ReleaseOne:
                if (_world.Sessions.Blocked is [var first, ..]) first.Release();
                break;
            case ScheduleStep.Fail fail:
                _world.Next(FakeBehaviour.Fail(fail.Kind), fail.Runs);
                break;
            case ScheduleStep.Throw:
                _world.Next(FakeBehaviour.Throw(new InvalidOperationException("The fake session was told to throw.")));
                break;
            case ScheduleStep.Die die:
                _world.Die(ScheduleOptions.Device(die.Device));
                break;
            case ScheduleStep.FailOpens fail:
                _world.FailOpens(fail.Times);
                break;
            case ScheduleStep.Swap or ScheduleStep.ChangeLanes when !_predictor.Changes:
                break;
            case ScheduleStep.Swap swap:
                _changes.Add((swap.Model, _predictor.SwapAsync(ModelSource.Memory(default, swap.Model))));
                break;
            case ScheduleStep.ChangeLanes change:
                // It waits for a swap, which may wait for a run that blocks.
                _changes.Add(("", OwnThread.Run(() => _predictor.ChangeLanes(ScheduleOptions.Device(change.Device), change.Lanes))));
                break;
            default:
                throw new InvalidOperationException($"{step} is not known.");
        }
    }

    private void Submit(ScheduleStep.Submit how)
    {
        var options = new PredictionOptions
        {
            Priority = how.Priority,
            WhenFull = how.WhenFull,
            Deadline = how.DeadlineMs is { } deadline ? TimeSpan.FromMilliseconds(deadline) : null,
        };
        var shared = new CancellationTokenSource();
        var requests = new ScheduledRequest[how.Count];
        for (var i = 0; i < requests.Length; i++) requests[i] = new(_requests.Count + i, how, how.IsPoisoned && i == 0, how.Door == FrontDoor.Async ? new() : shared);
        _requests.AddRange(requests);
        if (how.Door == FrontDoor.Async)
        {
            foreach (var request in requests) request.Task = _predictor.PredictAsync(request.Input(), options, request.Cancel.Token);
            return;
        }

        var answers = Array.ConvertAll(requests, _ => new TaskCompletionSource<Outcome<Prediction>>(TaskCreationOptions.RunContinuationsAsynchronously));
        for (var i = 0; i < requests.Length; i++) requests[i].Task = answers[i].Task;
        _threads.Add(OwnThread.Run(() =>
        {
            if (how.Door == FrontDoor.Sync)
            {
                for (var i = 0; i < requests.Length; i++) answers[i].SetResult(_predictor.Predict(requests[i].Input(), options, shared.Token));
                return;
            }

            _predictor.PredictBatch(Array.ConvertAll(requests, request => request.Input()), options, (i, outcome) => answers[i].SetResult(outcome), shared.Token);
        }));
    }

    private void DisposeResults()
    {
        foreach (var request in _requests)
        {
            if (!request.Task.IsCompletedSuccessfully || !request.Task.Result.TryGet(out var prediction, out _) || !_disposed.Add(request)) continue;
            if (!request.IsOwn(prediction)) throw Violation($"Request {request.Number} got what is not its own.");
            prediction.Dispose();
        }
    }

    private void Judge()
    {
        foreach (var thread in _threads.Concat(_changes.Select(change => change.Task))) thread.GetAwaiter().GetResult();
        DisposeResults();
        if (_world.Sessions.Violations.TryPeek(out var violation)) throw Violation(violation);
        var judge = new ScheduleJudge(_schedule);
        foreach (var request in _requests)
        {
            if (judge.WhyWrong(request) is { } wrong) throw Violation(wrong);
        }

        var found = judge.WhyWrong(_requests, _world.Sessions.Runs)
            ?? judge.WhyWrong(_predictor.Snapshot(), _requests)
            ?? _changes.Select(change => judge.WhyWrong(change.Model, change.Task.Result)).FirstOrDefault(wrong => wrong is not null);
        if (found is not null) throw Violation(found);
        Wait("every timer is let go", () => _world.Time.Timers == 0); // who waits with a timer is told first
    }

    private ScheduleViolationException Violation(string what) => new(_schedule, what);
}
