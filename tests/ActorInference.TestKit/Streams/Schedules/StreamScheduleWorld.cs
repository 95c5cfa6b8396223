namespace ActorInference.TestKit.Streams.Schedules;

/// <summary>What a random run is made of: its source, its stages, its steps, and what is seen of it.</summary>
internal sealed class StreamScheduleWorld : IDisposable
{
    private readonly StreamSchedule _schedule;
    private readonly int[] _now;
    private int _step;

    public StreamScheduleWorld(StreamSchedule schedule)
    {
        _schedule = schedule;
        _now = new int[schedule.Stages.Count];
        Most = new int[schedule.Stages.Count];
        Source = new(Items()) { OnAsked = Step };
    }

    public SteppedTime Time { get; } = new();

    public Custody Custody { get; } = new();

    public KillSwitch KillSwitch { get; } = new();

    public CancellationTokenSource Cancel { get; } = new();

    public ProbedSource<Parcel> Source { get; }

    /// <summary>The most items in work at once, of each stage.</summary>
    public int[] Most { get; }

    public bool HasLeft { get; private set; }

    public void Dispose() => Cancel.Dispose();

    public Pipeline<Parcel, Parcel> Pipeline()
    {
        var pipeline = ActorInference.Pipeline.Of<Parcel>(new()
        {
            Time = Time,
            Parallelism = _schedule.Parallelism,
            Ordered = _schedule.Ordered,
            FailFast = _schedule.FailFast,
            MaxItemsInFlight = _schedule.MaxItems,
            MaxBytesInFlight = _schedule.MaxBytes,
        });
        for (var i = 0; i < _schedule.Stages.Count; i++) pipeline = Add(pipeline, _schedule.Stages[i], i);
        return pipeline;
    }

    /// <summary>One more step of the run; what stops it happens at one of them.</summary>
    public void Step()
    {
        if (Interlocked.Increment(ref _step) != _schedule.StopAt) return;
        switch (_schedule.Stop)
        {
            case StreamStop.Cancel:
                Cancel.Cancel();
                break;
            case StreamStop.Abort:
                KillSwitch.Abort();
                break;
            case StreamStop.Shutdown:
                KillSwitch.Shutdown();
                break;
            case StreamStop.Leave:
                HasLeft = true;
                break;
        }
    }

    private Pipeline<Parcel, Parcel> Add(Pipeline<Parcel, Parcel> pipeline, StreamStage stage, int index) => stage switch
    {
        StreamStage.Work { Blocks: true } work => pipeline.Map($"{index}", parcel => Do(work, parcel, index), Options(work)),
        StreamStage.Work work => pipeline.MapAsync($"{index}", (parcel, _) => DoAsync(work, parcel, index), Options(work)),
        StreamStage.Buffer buffer => pipeline.Buffer(buffer.Size, buffer.Overflow),
        StreamStage.Sample sample => pipeline.EveryNth(sample.Every),
        StreamStage.Group group => pipeline.GroupedWithin(group.Count, group.Within).Map<Parcel>($"{index}", Join),
        _ => throw new NotSupportedException($"{stage}"),
    };

    private static StageOptions Options(StreamStage.Work work) => new() { Parallelism = work.Parallelism, Ordered = work.Ordered };

    private static Outcome<Parcel> Join(IReadOnlyList<Parcel> group)
    {
        foreach (var parcel in group.Skip(1)) parcel.Dispose();
        return group[0];
    }

    private Outcome<Parcel> Do(StreamStage.Work work, Parcel parcel, int index)
    {
        Enter(index);
        for (var i = 0; i < work.Yields; i++) Thread.Yield();
        return End(work, parcel, index);
    }

    private async ValueTask<Outcome<Parcel>> DoAsync(StreamStage.Work work, Parcel parcel, int index)
    {
        Enter(index);
        for (var i = 0; i < work.Yields * (parcel.Number % 3); i++) await Task.Yield();
        return End(work, parcel, index);
    }

    private void Enter(int index)
    {
        lock (_now) Most[index] = Math.Max(Most[index], ++_now[index]);
        Step();
    }

    private Outcome<Parcel> End(StreamStage.Work work, Parcel parcel, int index)
    {
        lock (_now) _now[index]--;
        if (!work.Fails(parcel.Number)) return parcel.Rework();
        var failure = new Failure(ErrorKind.InvalidInput, $"{index}");
        if (work.Throws) throw failure.ToException();
        parcel.Dispose();
        return failure;
    }

    private async IAsyncEnumerable<Parcel> Items()
    {
        for (var item = 0; item < _schedule.Items; item++)
        {
            if (_schedule.SourceYieldsEvery > 0 && item % _schedule.SourceYieldsEvery == 0) await Task.Yield();
            if (item == _schedule.SourceThrowsAt) throw new InvalidDataException("the source broke");
            yield return Custody.Make(item, _schedule.Weight);
        }
    }
}
