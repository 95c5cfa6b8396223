using System.Collections.ObjectModel;

namespace ActorInference.TestKit;

/// <summary>One run of a fake session: what it was given, and the handle by which a test lets it go on.</summary>
public sealed class FakeRun
{
    // Only the thread of the run waits for it: no continuation could run on the test's.
    private readonly TaskCompletionSource<Failure?> _end = new();
    private readonly BlockedRuns _blocked;

    internal FakeRun(FakeSession session, int number, IReadOnlyDictionary<string, Value> inputs, BlockedRuns blocked)
    {
        Inputs = inputs;
        Session = session;
        Number = number;
        _blocked = blocked;
    }

    /// <summary>The session it ran on.</summary>
    public FakeSession Session { get; }

    /// <summary>Which run on its session, from 1.</summary>
    public int Number { get; }

    /// <summary>Which session of its factory, from 1.</summary>
    public int SessionNumber => Session.Number;

    /// <summary>Where it ran.</summary>
    public DeviceId Device => Session.Device;

    /// <summary>The first dimension of the first input; 1 where it has none.</summary>
    public required long Rows { get; init; }

    /// <summary>The first element of each row of the first input, in order; empty when that is no float32.</summary>
    public required IReadOnlyList<float> Firsts { get; init; }

    /// <summary>How far the factory's time had advanced when the run began; null when the factory has none.</summary>
    public required TimeSpan? Started { get; init; }

    /// <summary>The name of the thread it ran on; null when that had none.</summary>
    public string? ThreadName { get; } = Thread.CurrentThread.Name;

    /// <summary>What it was given, readable while the run is under way; afterwards empty.</summary>
    public IReadOnlyDictionary<string, Value> Inputs { get; private set; } = ReadOnlyDictionary<string, Value>.Empty;

    /// <summary>Lets the run go on and succeed. False when something else ended its wait before.</summary>
    public bool Release() => End(null);

    /// <summary>Makes the run return <paramref name="failure"/>. False when something else ended its wait before.</summary>
    public bool Fail(Failure failure) => End(failure);

    internal void ReturnInputs() => Inputs = ReadOnlyDictionary<string, Value>.Empty;

    // Blocks the calling thread until released (null), failed or terminated.
    internal Failure? Wait(bool ignoreTerminate, CancellationToken terminate)
    {
        _blocked.Add(this);
        if (_end.Task.IsCompleted) _blocked.Remove(this); // ended before it was listed
        using var registration = ignoreTerminate ? default : terminate.UnsafeRegister(static run => ((FakeRun)run!).End(FakeSession.Terminated), this);
        return _end.Task.GetAwaiter().GetResult();
    }

    // Leaves the list in the caller's step, so that a test never meets a run it has let go.
    private bool End(Failure? failure)
    {
        if (!_end.TrySetResult(failure)) return false;
        _blocked.Remove(this);
        return true;
    }
}
