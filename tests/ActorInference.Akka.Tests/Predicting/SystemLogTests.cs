using Akka.Actor;
using Akka.Event;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>What predictors say where no logger is given.</summary>
public sealed class SystemLogTests : SessionTest
{
    private readonly ActorSystem _system = ActorSystem.Create("log", "akka { loglevel = INFO, stdout-loglevel = OFF, loggers = [] }");

    [Fact]
    public async Task Sessions_that_fail_and_come_back_are_told_to_the_log_of_the_actor_system()
    {
        using var log = Inbox.Create(_system);
        _system.EventStream.Subscribe(log.Receiver, typeof(LogEvent));
        Sessions.Script = run => run is { SessionNumber: 1, Number: > 1 } ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        await using (var predictor = (await Soon(AkkaPredictor.OpenAsync(_system, Sessions, Model("{0}"), Options with { WarmUp = new() }, "braces", Time))).Value)
        {
            Assert.StartsWith("InfoLevel of actorinference-braces: {0} on fake:0: ready, ", await Next(), StringComparison.Ordinal);
            var prediction = predictor.PredictAsync(Input(1));
            Assert.Equal("WarningLevel of actorinference-braces: {0} on fake:0: a session was taken out and is rebuilt in 0.1 s: The fake session was told to fail as device-lost.", await Next());
            Until(() => Time.NextDue == TimeSpan.FromMilliseconds(100));
            Time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal("InfoLevel of actorinference-braces: {0} on fake:0: a session is back", await Next());
            AssertIs(1, await Soon(prediction));
        }

        // Actors of Akka.NET may have something to say too.
        async Task<string> Next()
        {
            while (true)
            {
                var line = (LogEvent)await log.ReceiveAsync(TimeSpan.FromSeconds(30));
                var source = line.LogSource.Split('(')[0].Trim(); // 'name (address)'
                if (source.StartsWith("actorinference-", StringComparison.Ordinal)) return $"{line.LogLevel()} of {source}: {line.Message}";
            }
        }
    }

    protected override void Close() => _system.Terminate().Wait(TimeSpan.FromSeconds(30));
}
