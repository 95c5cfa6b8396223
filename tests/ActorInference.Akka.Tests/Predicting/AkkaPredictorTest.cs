using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>Predictors on an actor system of the test's own, over sessions that do what the test says. In the end no actor of ours is left in it.</summary>
public abstract class AkkaPredictorTest : SessionTest
{
    private readonly Lazy<ActorSystem> _system;
    private readonly List<AkkaPredictor> _predictors = [];
    private Config _config = Config.Empty;

    protected AkkaPredictorTest() => _system = new(() => ActorSystem.Create("test", ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF").WithFallback(_config)));

    protected static DeviceId Fake { get; } = new("fake");

    protected ActorSystem System => _system.Value;

    private protected ListLogger Log { get; } = new();

    /// <summary>What the system is started with; before it is.</summary>
    protected void Configure(string hocon, Config? behind = null) => _config = ConfigurationFactory.ParseString(hocon).WithFallback(behind ?? Config.Empty);

    protected async Task<AkkaPredictor> OpenAsync(PredictorOptions? options = null, string name = "model")
    {
        var predictor = (await Soon(AkkaPredictor.OpenAsync(System, Sessions, Model(name), options ?? Options, name, Time, Log))).Value;
        _predictors.Add(predictor);
        return predictor;
    }

    protected async Task<Failure> OpenFailureAsync(PredictorOptions options, string name = "model")
    {
        var outcome = await Soon(AkkaPredictor.OpenAsync(System, Sessions, Model(name), options, name, Time, Log));
        if (outcome.Succeeded) _predictors.Add(outcome.Value);
        return outcome.Failure ?? throw new Xunit.Sdk.XunitException("the predictor opened although it should not");
    }

    protected async Task<AkkaPredictor> ConnectAsync(IActorRef target)
    {
        var predictor = (await Soon(AkkaPredictor.ConnectAsync(System, target, Time))).Value;
        _predictors.Add(predictor);
        return predictor;
    }

    protected static async Task<PredictorSnapshot> SnapshotAsync(AkkaPredictor predictor) => (await Soon(predictor.SnapshotAsync())).Value;

    /// <summary>Waits until the predictor's snapshot is as wanted.</summary>
    protected static void Until(AkkaPredictor predictor, Func<PredictorSnapshot, bool> isSo) => Until(() => isSo(predictor.SnapshotAsync().GetAwaiter().GetResult().Value));

    protected static void AssertFailed(ErrorKind kind, Outcome<Prediction> outcome)
    {
        if (outcome.Succeeded) outcome.Value.Dispose();
        Assert.Equal(kind, outcome.Failure?.Kind);
    }

    /// <summary>Runs whose first row begins with 1000 or more block, so that what comes behind them waits.</summary>
    protected void BlockThousands() => Sessions.Script = run => run.Firsts is [>= 1000, ..] ? FakeBehaviour.Block : FakeBehaviour.Succeed;

    /// <summary>Waits until somebody waits for that moment, and lets it come.</summary>
    protected void Pass(TimeSpan by)
    {
        Until(() => Time.NextDue == by);
        Time.Advance(by);
    }

    /// <summary>The actors whose path has that in it.</summary>
    protected IReadOnlyList<string> Actors(string part) => [.. Actors().Where(path => path.Contains(part, StringComparison.Ordinal))];

    /// <summary>An actor by its path.</summary>
    protected IActorRef ActorAt(string path) => ActorTree.All(System).Single(actor => actor.Path.ToStringWithoutAddress() == path);

    protected static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>The actors below <c>/user</c>, at any depth, by their paths.</summary>
    protected IReadOnlyList<string> Actors() => ActorTree.Below(System);

    protected override void Close()
    {
        foreach (var predictor in _predictors) predictor.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(30));
        if (!_system.IsValueCreated) return;
        Until(() => Actors().Count == 0);
        Until(() => Time.Timers == 0); // who waits is told first, and its timer let go next
        System.Terminate().Wait(TimeSpan.FromSeconds(30));
    }
}
