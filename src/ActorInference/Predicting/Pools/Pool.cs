namespace ActorInference.Predicting;

/// <summary>The lanes of one device, the sessions they use, and the queue they serve: a free lane takes what waits. Guarded by the router's lock.</summary>
internal sealed class Pool
{
    // Weighs the newest run with a fifth: steady against one slow run, and a new level is seen within some ten runs.
    private const double NewestWeight = 0.2;

    private readonly List<SessionActor> _idle = [];
    private double _stampsPerRow;
    private double _stampsPerRun;

    public Pool(ModelVersion version, DeviceId device, ThreadPlan plan, PredictorOptions options, Clock clock)
    {
        Version = version;
        Device = device;
        Plan = plan;
        Queue = new RequestQueue(version.MaxRows, options.Batch.MaxBytes, clock.Stamps(options.Batch.Within));
        Window = new RestartWindow(options.Supervision.MaxRestarts, clock.Stamps(options.Supervision.RestartWindow));
    }

    public ModelVersion Version { get; }

    public DeviceId Device { get; }

    public ThreadPlan Plan { get; set; }

    public RequestQueue Queue { get; }

    /// <summary>Its lanes; one given up stands here no more.</summary>
    public List<SessionActor> Lanes { get; } = [];

    /// <summary>Its sessions; one if lanes share it.</summary>
    public List<SessionState> Sessions { get; } = [];

    /// <summary>Whether several lanes may use one session.</summary>
    public bool SharesSession { get; set; }

    /// <summary>Threads that each of its sessions is opened with.</summary>
    public int SessionThreads { get; set; } = 1;

    /// <summary>Whether it failed too often, and takes nothing until it has come back.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether its lanes end: the version is old, or everything is.</summary>
    public bool IsClosing { get; set; }

    public RestartWindow Window { get; }

    public long Restarts { get; set; }

    public Failure? LastFailure { get; set; }

    /// <summary>Rows being run.</summary>
    public long RunningRows { get; private set; }

    /// <summary>Requests being run.</summary>
    public int Running { get; private set; }

    /// <summary>Lanes that sleep.</summary>
    public int IdleCount => _idle.Count;

    /// <summary>What a run takes, in timestamps; 0 before the first.</summary>
    public double StampsPerRun => _stampsPerRun;

    /// <summary>What a row takes in a run; 0 before the first.</summary>
    public double StampsPerRow => _stampsPerRow;

    /// <summary>How many lanes have a session and a thread.</summary>
    public int LanesReady
    {
        get
        {
            var ready = 0;
            foreach (var session in Sessions)
            {
                if (session.Current is not null) ready += session.Lanes;
            }

            foreach (var lane in Lanes)
            {
                if (lane is { State: LaneState.Threadless, Session.Current: not null }) ready--;
            }

            return ready;
        }
    }

    /// <summary>These are being run.</summary>
    public void Enter(List<Request> batch)
    {
        foreach (var request in batch) RunningRows += request.Rows;
        Running += batch.Count;
    }

    /// <summary>These are being run no more, or nobody knows.</summary>
    public void Leave(List<Request> batch)
    {
        foreach (var request in batch) RunningRows -= request.Rows;
        Running -= batch.Count;
    }

    /// <summary>Notes what a run took.</summary>
    public void Measure(long stamps, int rows)
    {
        var perRow = (double)stamps / Math.Max(1, rows);
        _stampsPerRow = _stampsPerRow == 0 ? perRow : _stampsPerRow + (NewestWeight * (perRow - _stampsPerRow));
        _stampsPerRun = _stampsPerRun == 0 ? stamps : _stampsPerRun + (NewestWeight * (stamps - _stampsPerRun));
    }

    /// <summary>How long everything that is here takes, and <paramref name="rows"/> more.</summary>
    public double ExpectedStamps(int rows) => ExpectedStamps(rows, _stampsPerRow);

    /// <summary>The same at a given time per row.</summary>
    public double ExpectedStamps(int rows, double stampsPerRow) => (Queue.Rows + RunningRows + rows) * stampsPerRow / Math.Max(1, LanesReady);

    /// <summary>A new lane on a session; whoever calls starts it.</summary>
    public SessionActor AddLane(Router router, SessionState session)
    {
        var number = 0;
        while (Lanes.Exists(lane => lane.Number == number)) number++;
        var lane = new SessionActor(router, this, session, number);
        session.Lanes++;
        Lanes.Add(lane);
        return lane;
    }

    public void AddIdle(SessionActor lane)
    {
        lane.State = LaneState.Idle;
        _idle.Add(lane);
    }

    /// <summary>Lanes beside <paramref name="self"/> that could run something at once: asleep, or woken and on their way.</summary>
    public int OtherFreeLanes(SessionActor self)
    {
        var count = 0;
        foreach (var lane in Lanes)
        {
            if (lane != self && lane is { State: LaneState.Idle or LaneState.Awake, IsRetired: false, Session.Current: not null }) count++;
        }

        return count;
    }

    /// <summary>Wakes the idle lane that went to sleep last, whose caches are warm; false when all are busy.</summary>
    public bool WakeOne(ref Aftermath aftermath)
    {
        for (var i = _idle.Count - 1; i >= 0; i--)
        {
            if (_idle[i].Session.Current is null) continue;
            Wake(_idle[i], ref aftermath);
            return true;
        }

        return false;
    }

    /// <summary>Wakes an idle lane; nothing happens to one that is awake.</summary>
    public void Wake(SessionActor lane, ref Aftermath aftermath)
    {
        if (!_idle.Remove(lane)) return;
        lane.State = LaneState.Awake;
        aftermath.Wake(lane);
    }
}
