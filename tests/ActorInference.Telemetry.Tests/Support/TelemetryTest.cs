namespace ActorInference.Telemetry.Tests;

/// <summary>Predictors over sessions that do what a test says.</summary>
public abstract class TelemetryTest : SessionTest
{
    private readonly List<Predictor> _predictors = [];

    protected Predictor Open(PredictorOptions? options = null, string model = "double.onnx")
    {
        var predictor = Predictor.Open(Sessions, Model(model), options ?? Options, Time).Value;
        _predictors.Add(predictor);
        return predictor;
    }

    protected override void Close()
    {
        foreach (var predictor in _predictors) predictor.Dispose();
    }

    /// <summary>A request that occupies a lane until the test lets it go, whatever the script says of others.</summary>
    protected async Task<(FakeRun Run, Task<Outcome<Prediction>> Outcome)> Block(Predictor predictor)
    {
        var script = Sessions.Script;
        Sessions.Script = _ => FakeBehaviour.Block;
        var occupied = await Occupy(predictor);
        Sessions.Script = script;
        return occupied;
    }

    /// <summary>Every run takes so long.</summary>
    protected void RunsTake(TimeSpan duration) => Sessions.Script = _ =>
    {
        Time.Advance(duration);
        return FakeBehaviour.Succeed;
    };

    /// <summary>What the predictions gave, disposed.</summary>
    protected static async Task<ErrorKind?[]> Ends(params Task<Outcome<Prediction>>[] predictions)
    {
        var outcomes = await Soon(Task.WhenAll(predictions));
        foreach (var outcome in outcomes)
        {
            if (outcome.Succeeded) outcome.Value.Dispose();
        }

        return [.. outcomes.Select(outcome => outcome.Failure?.Kind)];
    }
}
