using System.Diagnostics;
using ActorInference.Batching;

namespace ActorInference.Predicting;

/// <summary>One version of the model: what it takes, how it is opened, and the pools that run it.</summary>
internal sealed class ModelVersion
{
    private readonly ISessionFactory _factory;
    private readonly PredictorOptions _options;

    private ModelVersion(ISessionFactory factory, ModelSource source, PredictorOptions options, ISession first, ModelVersion? old)
    {
        _factory = factory;
        _options = options;
        Source = source;
        Signature = first.Signature;
        Metadata = first.Metadata;
        Outputs = old?.Outputs ?? [.. options.Outputs ?? Signature.Outputs.Select(output => output.Name)];
        Layout = BatchLayout.Of(Signature, Outputs, options.Batching);
        OutputSizes = new(Layout, Outputs);
        MaxRows = Layout.AllowsBatches ? Layout.FixedRows ?? options.Batch.MaxSize : 1;
        WarmUp = new(Layout, Outputs, OutputSizes, options.WarmUp, MaxRows, options.Batch.MaxBytes);
    }

    public ModelSource Source { get; }

    public ModelSignature Signature { get; }

    public ModelMetadata Metadata { get; }

    public IReadOnlyList<string> Outputs { get; }

    public BatchLayout Layout { get; }

    /// <summary>Rows of one run at most; a model whose batch is fixed always shares all of it, since the padding costs as much.</summary>
    public int MaxRows { get; }

    public WarmUp WarmUp { get; }

    public OutputSizes OutputSizes { get; }

    public List<Pool> Pools { get; } = [];

    /// <summary>How many requests all lanes can run at once, whole batches counted.</summary>
    public int Capacity => (int)Math.Min((long)MaxRows * Pools.Sum(pool => pool.Plan.Lanes), int.MaxValue / 2);

    /// <summary>
    /// Loads the model on every device of the plans, all or none. Where it takes the place of an <paramref name="old"/> one it must fit, and gives its outputs in the old one's order.
    /// </summary>
    public static Outcome<ModelVersion> Open(
        ISessionFactory factory,
        ModelSource source,
        PredictorOptions options,
        IReadOnlyList<(DeviceId Device, ThreadPlan Plan)> places,
        ModelVersion? old,
        Clock clock,
        CancellationToken cancel)
    {
        ModelVersion? version = null;
        var opened = new List<OpenSession>();
        var isComplete = false;
        try
        {
            foreach (var (device, plan) in places)
            {
                // Lanes that share a session share its threads too: each brings its own, and the rest is common.
                var sharedThreads = (plan.Lanes * (plan.ThreadsPerLane - 1)) + 1;
                if (!OpenRaw(factory, source, options, device, sharedThreads).TryGet(out var session, out var failure)) return failure;
                if (!session.AllowsConcurrentRuns && sharedThreads != plan.ThreadsPerLane)
                {
                    OpenSession.Close(session);
                    if (!OpenRaw(factory, source, options, device, plan.ThreadsPerLane).TryGet(out session, out failure)) return failure;
                }

                if (version is null)
                {
                    var wrong = old is null ? WhyNot(session.Signature, options) : SignatureChange.Find(old.Signature, session.Signature, source.Name);
                    if (wrong is null)
                    {
                        version = new(factory, source, options, session, old);
                        wrong = version.WarmUp.Check();
                    }

                    if (wrong is not null)
                    {
                        OpenSession.Close(session);
                        return wrong;
                    }
                }

                var pool = new Pool(version!, device, plan, options, clock)
                {
                    SharesSession = session.AllowsConcurrentRuns,
                    SessionThreads = session.AllowsConcurrentRuns ? sharedThreads : plan.ThreadsPerLane,
                };
                version!.Pools.Add(pool);
                for (var i = 0; i < (pool.SharesSession ? 1 : plan.Lanes); i++)
                {
                    var outcome = i == 0 ? version.Ready(session, cancel) : version.Open(pool, cancel);
                    if (!outcome.TryGet(out var ready, out failure)) return failure;
                    opened.Add(ready);
                    pool.Sessions.Add(new() { Current = ready });
                }
            }

            isComplete = true;
            return version!;
        }
        finally
        {
            if (!isComplete) opened.ForEach(session => OpenSession.Close(session.Session));
        }
    }

    /// <summary>What came out for a request becomes its prediction, and so do the bytes that were set aside for it.</summary>
    /// <param name="request">The request; its outputs are the prediction's from then on.</param>
    /// <param name="device">Where it was run.</param>
    /// <param name="took">How long the run took, in timestamps.</param>
    /// <param name="clock">The predictor's clock.</param>
    /// <param name="interior">Where the bytes are counted.</param>
    /// <param name="bytes">How many there are that count.</param>
    public Prediction MakePrediction(Request request, DeviceId device, long took, Clock clock, IInterior interior, out long bytes)
    {
        bytes = request.OutputBytes();
        OutputSizes.Learn(bytes, request.Rows, request.InputBytes);
        if (request.Completion.HasBudget) bytes = 0;
        var timing = new PredictionTiming(clock.Duration(request.Started - request.Called), clock.Duration(took), request.BatchRows, device);
        var prediction = new Prediction(Outputs, request.Outputs!, timing, bytes == 0 ? null : new(interior, bytes));
        request.Outputs = null;

        // The outputs' bytes go on to the prediction, unless they are counted elsewhere.
        if (bytes > request.ReservedBytes) interior.Admission.AddBytes(bytes - request.ReservedBytes);
        request.ReservedBytes = Math.Max(0, request.ReservedBytes - bytes);
        return prediction;
    }

    /// <summary>A request for this version, which was checked against its layout.</summary>
    public Request NewRequest(RunInput[] inputs, int rows, ICompletion completion, int index, PredictionOptions options, Clock clock, Activity? activity = null)
    {
        long bytes = 0;
        foreach (var input in inputs) bytes += Request.BytesOf(input.Value);
        var canJoin = MaxRows > 1 && Layout.AllowsBatches && rows > 0 && inputs.Length == Signature.Inputs.Count;
        var copies = canJoin || Layout.FixedRows > rows ? 2 : 1; // a batch holds a copy of each, going in and coming out
        return new(inputs, rows, completion, index)
        {
            Priority = options.Priority,
            WhenFull = options.WhenFull,
            Deadline = Request.DeadlineOf(options, clock),
            Called = clock.Now,
            CanJoin = canJoin,
            InputBytes = bytes,
            Activity = activity,
            ReservedBytes = ByteCount.Product(copies, ByteCount.Sum(bytes, OutputSizes.Expect(rows, bytes))),
        };
    }

    /// <summary>Loads one more session for a pool and warms it up.</summary>
    public Outcome<OpenSession> Open(Pool pool, CancellationToken cancel)
    {
        if (!OpenRaw(_factory, Source, _options, pool.Device, pool.SessionThreads).TryGet(out var session, out var failure)) return failure;
        return Ready(session, cancel);
    }

    /// <summary>Makes the lanes of all pools, which nobody sees yet; whoever calls starts them.</summary>
    public void AddLanes(Router router)
    {
        foreach (var pool in Pools)
        {
            for (var i = 0; i < pool.Plan.Lanes; i++) pool.AddLane(router, pool.Sessions[pool.SharesSession ? 0 : i]);
        }
    }

    /// <summary>Disposes what was loaded; only before there are lanes.</summary>
    public void Close()
    {
        foreach (var session in Pools.SelectMany(pool => pool.Sessions)) OpenSession.Close(session.Current!.Session);
    }

    private Outcome<OpenSession> Ready(ISession session, CancellationToken cancel)
    {
        if (WarmUp.Run(session, cancel, out var said) is not { } failure) return new OpenSession(session, said);
        OpenSession.Close(session);
        return failure;
    }

    private static Outcome<ISession> OpenRaw(ISessionFactory factory, ModelSource source, PredictorOptions options, DeviceId device, int threads)
    {
        try
        {
            return factory.Open(source, options.Session with { Device = device, IntraOpThreads = threads });
        }
        catch (Exception problem)
        {
            return Thrown.By($"{source.Name} cannot be loaded on {device}: it", problem);
        }
    }

    private static Failure? WhyNot(ModelSignature signature, PredictorOptions options)
    {
        if (options.Outputs is null) return null;
        RunOutput[] wanted = [.. options.Outputs.Select(name => new RunOutput(name))];
        return signature.Check(wanted);
    }
}
