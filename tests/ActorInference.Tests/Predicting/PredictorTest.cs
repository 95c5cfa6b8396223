namespace ActorInference.Tests.Predicting;

/// <summary>Predictors over sessions that do what the test says.</summary>
public abstract class PredictorTest : SessionTest
{
    private readonly List<Predictor> _predictors = [];

    protected static DeviceId Fake { get; } = new("fake");

    protected static DeviceId OtherFake { get; } = new("fake", 1);

    private protected ListLogger Log { get; } = new();

    protected Predictor Open(PredictorOptions? options = null, string model = "model")
    {
        var predictor = Predictor.Open(Sessions, Model(model), options ?? Options, Time, Log).Value;
        _predictors.Add(predictor);
        return predictor;
    }

    protected Failure OpenFailure(PredictorOptions options)
    {
        var outcome = Predictor.Open(Sessions, Model("model"), options, Time, Log);
        if (outcome.Succeeded) outcome.Value.Dispose();
        return outcome.Failure ?? throw new Xunit.Sdk.XunitException("the predictor opened although it should not");
    }

    protected override void Close()
    {
        foreach (var predictor in _predictors) predictor.Dispose();
    }

    protected static void AssertFailed(ErrorKind kind, string message, Outcome<Prediction> outcome)
    {
        if (outcome.Succeeded) outcome.Value.Dispose();
        Assert.Equal((kind, message), (outcome.Failure?.Kind, outcome.Failure?.Message));
    }

    protected static void AssertFailed(ErrorKind kind, Outcome<Prediction> outcome)
    {
        if (outcome.Succeeded) outcome.Value.Dispose();
        Assert.Equal(kind, outcome.Failure?.Kind);
    }

    /// <summary>Runs whose first row begins with 1000 or more block, so that what comes behind them waits.</summary>
    protected void BlockThousands() => Sessions.Script = run => run.Firsts is [>= 1000, ..] ? FakeBehaviour.Block : FakeBehaviour.Succeed;
}
