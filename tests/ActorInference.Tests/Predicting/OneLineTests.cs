namespace ActorInference.Tests.Predicting;

/// <summary>What a log or a debugger shows of a predictor: one line that a person reads.</summary>
public sealed class OneLineTests : PredictorTest
{
    [Fact]
    public void Signature_is_written_as_what_goes_in_and_what_comes_out()
    {
        var signature = FakeSignature.Of(["x: float32 [N,4]", "k: int64 []"], ["y: float32 [N,?]", "z: string [...]"]);
        Assert.Equal("(x: float32 [N,4], k: int64 []) -> (y: float32 [N,?], z: string [...])", signature.ToString());
        Assert.Equal("(x: float32 [N,4], k: int64 [], [scale: float32 []]) -> (y: float32 [N,?], z: string [...])", (signature with { OverridableInitializers = [new("scale", new TensorType(ElementType.Float32, []))] }).ToString());
        Assert.Equal("() -> ()", new ModelSignature([], [], []).ToString());
    }

    [Fact]
    public async Task Snapshot_of_a_predictor_is_one_line_with_its_pools()
    {
        BlockThousands();
        var predictor = Open(Options with { Batch = new() { MaxSize = 4 }, Admission = new() { MaxItems = 4 } });
        AssertIs(1, predictor.Predict(Input(1, rows: 3)));
        AssertFailed(ErrorKind.DeadlineExceeded, predictor.Predict(Input(1), new() { Deadline = TimeSpan.Zero }));
        var (run, first) = await Occupy(predictor);
        var second = predictor.PredictAsync(Input(2));
        Assert.Equal(
            $"ready: 2 in flight (at most 2), 128 bytes (at most 192), 0 waiting for room; 1 succeeded, 1 failed (deadline-exceeded 1); 1 runs of 3 rows; fake:0 ready: 1 lane x 1 thread on {Cores}, 1 running, 1 waiting, 0 ms a row",
            predictor.Snapshot().ToString());
        Assert.Equal("ready, lanes: 1, warm-up: none: turned off", predictor.Snapshot().Pools[0].Sessions[0].ToString());
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(2, await Soon(second));
    }

    [Fact]
    public async Task Snapshot_tells_of_restarts_and_of_lanes_that_were_given_up()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open();
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Assert.Contains(", 1 tried twice; ", predictor.Snapshot().ToString(), StringComparison.Ordinal);
        Assert.Contains("; fake:0 restarting: ", predictor.Snapshot().ToString(), StringComparison.Ordinal);
        Assert.Contains(", last failure: device-lost: ", predictor.Snapshot().Pools[0].ToString(), StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromSeconds(1));
        AssertIs(1, await Soon(task));
        Assert.Contains(", sessions rebuilt 1 times, ", predictor.Snapshot().ToString(), StringComparison.Ordinal);
        Assert.Contains("; 2 lanes given up, 1 of them still hanging; ", (predictor.Snapshot() with { LanesAbandoned = 2, LanesStillHanging = 1 }).ToString(), StringComparison.Ordinal);
    }

    private static string Cores => Environment.ProcessorCount == 1 ? "1 core" : $"{Environment.ProcessorCount} cores";
}
