namespace ActorInference.Tests.Predicting;

public sealed class OptionTests : PredictorTest
{
    public static TheoryData<PredictorOptions, string> Wrong => new()
    {
        { Options with { Lanes = 0 }, "a pool needs 1 lane or more, not 0." },
        { Options with { ThreadsPerLane = -2 }, "a lane needs 1 thread or more, not -2." },
        { Options with { Batch = new() { MaxSize = 0 } }, "a batch holds 1 to 65536 rows, not 0." },
        { Options with { Batch = new() { MaxSize = 65_537 } }, "a batch holds 1 to 65536 rows, not 65537." },
        { Options with { Batch = new() { MaxBytes = 0 } }, "a batch holds 1 byte or more, not 0." },
        { Options with { Batch = new() { Within = TimeSpan.FromMilliseconds(-1) } }, "requests wait 0 s to 1 minute for company ('within'), not -0.001 s." },
        { Options with { Batch = new() { Within = TimeSpan.FromSeconds(61) } }, "requests wait 0 s to 1 minute for company ('within'), not 61 s." },
        { Options with { Admission = new() { MaxItems = 0 } }, "1 item or more may be in flight, not 0." },
        { Options with { Admission = new() { MaxBytes = -1 } }, "1 byte or more may be in flight, not -1." },
        { Options with { Lanes = 3, Batch = new() { MaxSize = 4 }, Admission = new() { MaxItems = 11 } }, "11 items in flight cannot fill 3 lanes with batches of 4; allow 12 or more." },
        { Options with { Supervision = new() { FirstBackoff = TimeSpan.Zero } }, "backoff must be above 0 and not shrink, not 0 s to 30 s." },
        { Options with { Supervision = new() { FirstBackoff = TimeSpan.FromMinutes(1) } }, "backoff must be above 0 and not shrink, not 60 s to 30 s." },
        { Options with { Supervision = new() { Jitter = -0.1 } }, "jitter must be 0 to 1, not -0.1." },
        { Options with { Supervision = new() { Jitter = 1.5 } }, "jitter must be 0 to 1, not 1.5." },
        { Options with { Supervision = new() { Jitter = double.NaN } }, "jitter must be 0 to 1, not NaN." },
        { Options with { Supervision = new() { MaxRestarts = -1 } }, "max-restarts must be 0 or more, not -1." },
        { Options with { Supervision = new() { RestartWindow = TimeSpan.Zero } }, "the restart window must be above 0, not 0 s." },
        { Options with { Supervision = new() { Watchdog = TimeSpan.Zero } }, "the watchdog must be above 0, not 0 s." },
        { Options with { Supervision = new() { ShutdownPatience = TimeSpan.FromSeconds(-1) } }, "the patience at shutdown must be 0 or more, not -1 s." },
        { Options with { WarmUp = new() { BatchSizes = [1, 0] } }, "a warm-up run has 1 row or more, not 0." },
        { Options with { WarmUp = new() { Shapes = [new Dictionary<string, TensorShape> { ["z"] = [1, 4] }] } }, "warm-up: the model has no input 'z'; it has 'x'." },
        { Options with { WarmUp = new() { Shapes = [new Dictionary<string, TensorShape>()] } }, "warm-up: no shape is given for x: float32 [N,4]." },
        {
            Options with { WarmUp = new() { Shapes = [new Dictionary<string, TensorShape> { ["x"] = [1, 5] }] } },
            "warm-up: input 'x' is float32 [1,5]: dimension 1 is 5 instead of 4; the model takes float32 [N,4]."
        },
        { Options with { Outputs = [] }, "no output is asked for." },
        { Options with { Outputs = ["z"] }, "the model has no output 'z'; it has 'y'." },
        { Options with { Outputs = ["y", "y"] }, "output 'y' is asked for twice." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Option_out_of_range_is_refused_with_its_value_and_what_would_be_right(PredictorOptions options, string message) =>
        Assert.Equal(new Failure(ErrorKind.InvalidInput, message), OpenFailure(options));

    [Fact]
    public void Options_at_the_ends_of_their_ranges_are_taken()
    {
        Open(Options with
        {
            Batch = new() { MaxSize = 65_536, MaxBytes = 1, Within = TimeSpan.FromMinutes(1) },
            Admission = new() { MaxItems = 65_536, MaxBytes = 1 },
            Supervision = new() { FirstBackoff = TimeSpan.FromTicks(1), MaxBackoff = TimeSpan.FromTicks(1), Jitter = 1, MaxRestarts = 0, Watchdog = null, ShutdownPatience = TimeSpan.Zero },
        });
    }

    [Fact]
    public void Lanes_above_the_cores_are_refused_unless_they_are_allowed()
    {
        var options = new PredictorOptions { Lanes = Environment.ProcessorCount + 1, WarmUp = new() { BatchSizes = [] } };
        Assert.Contains("ask for fewer lanes or threads", OpenFailure(options).Message, StringComparison.Ordinal);
        var predictor = Open(options with { AllowOversubscription = true });
        Assert.Equal(Environment.ProcessorCount + 1, predictor.Snapshot().Pools[0].Plan.Lanes);
        Assert.Null(predictor.ChangeLanes(DeviceId.Cpu, Environment.ProcessorCount + 2));
    }

    [Fact]
    public void Defaults_are_one_lane_for_each_core_one_thread_each_and_no_batches()
    {
        var predictor = Open(new());
        var pool = Assert.Single(predictor.Snapshot().Pools);
        Assert.Equal(DeviceId.Cpu, pool.Device);
        Assert.Equal(new ThreadPlan(Environment.ProcessorCount, 1, Environment.ProcessorCount), pool.Plan);
        Assert.Contains(Log.Lines, line => line.Text.EndsWith("; batches: up to 1 rows", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 1, 3, 2, 4)] // three lanes are threads themselves, and have three more between them
    [InlineData(false, 3, 3, 2, 2)]
    [InlineData(true, 1, 4, 1, 1)]
    public void Sessions_are_opened_with_the_threads_that_their_lanes_share(bool shared, int sessions, int lanes, int threads, int opened)
    {
        Sessions.AllowsConcurrentRuns = shared;
        Open(Options with { Lanes = lanes, ThreadsPerLane = threads, Session = new() { Optimization = GraphOptimization.Off, IntraOpThreads = 77, Device = new("cuda") } });
        Assert.Equal(sessions, Sessions.OpenNow);
        Assert.All(Sessions.Sessions.Where(session => !session.IsDisposed), session =>
        {
            Assert.Equal((Fake, opened, GraphOptimization.Off), (session.Options.Device, session.Options.IntraOpThreads, session.Options.Optimization));
        });
    }

    [Fact]
    public void Outputs_come_in_the_order_asked_for()
    {
        Sessions.Model = new(FakeSignature.Of(["x: float32 [N,4]"], ["a: float32 [N,4]", "b: float32 [N,4]", "c: float32 []"]), inputs => new Dictionary<string, Value?>
        {
            ["a"] = ((Tensor)inputs["x"]).Clone(),
            ["b"] = ((Tensor)inputs["x"]).Clone(),
            ["c"] = Tensor.Scalar(3f),
        });
        var predictor = Open(Options with { Outputs = ["b", "a"], Batch = new() { MaxSize = 4 } });
        Assert.Equal(["b", "a"], predictor.Outputs);
        Assert.Null(predictor.WhyNoBatches); // the scalar is not asked for
        using var prediction = predictor.Predict(Input(1)).Value;
        Assert.Equal(["b", "a"], prediction.Names);
        Assert.Same(prediction["a"], prediction[1]);
        Assert.Equal("There is no output 'c'; there is b, a.", Assert.Throws<KeyNotFoundException>(() => prediction["c"]).Message);
        Assert.Equal("output 'c' (float32 []) has no batch dimension", Open(Options).WhyNoBatches);
    }
}
