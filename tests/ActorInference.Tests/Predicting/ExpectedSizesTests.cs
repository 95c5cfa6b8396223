namespace ActorInference.Tests.Predicting;

/// <summary>Signatures whose outputs are larger than anything: such a request could never fit, and nothing wraps around.</summary>
public sealed class ExpectedSizesTests : PredictorTest
{
    [Theory]
    [InlineData("y: float32 [N,4294967296,4294967296]", 1)] // 2^66 bytes a row, which is 0 to a long
    [InlineData("y: float32 [N,1518500250,1518500251]", 1)] // just over 2^63 bytes a row
    [InlineData("y: float32 [N,1152921504606846976]", 3)] // 2^62 bytes a row
    [InlineData("y: float32 [N,2305843009213693951]", 1)] // the most that a long can hold, and the inputs
    public void Request_whose_outputs_nobody_could_hold_is_refused_before_it_runs(string output, int rows)
    {
        Sessions.Model = new(FakeSignature.Of(["x: float32 [N,4]"], [output]), _ => throw new InvalidOperationException("It must not run."));
        var predictor = Open(Options with { Batch = new() { MaxSize = 4 } });
        AssertFailed(
            ErrorKind.InvalidInput,
            $"the request takes {long.MaxValue:N0} bytes with its outputs; no more than {Options.Admission.MaxBytes:N0} may be in flight; raise Admission.MaxBytes.",
            predictor.Predict(Input(1, rows)));
        Assert.Equal((0, 0L), (predictor.Snapshot().ItemsInFlight, predictor.Snapshot().BytesInFlight));
    }

    [Fact]
    public void Several_outputs_nobody_could_hold_together_are_refused_too()
    {
        Sessions.Model = new(FakeSignature.Of(["x: float32 [N,4]"], ["y: uint8 [N,4611686018427387904]", "z: uint8 [N,4611686018427387904]"]), _ => throw new InvalidOperationException("It must not run."));
        AssertFailed(ErrorKind.InvalidInput, Open().Predict(Input(1)));
    }
}
