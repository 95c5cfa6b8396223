using ActorInference.TestKit.Streams.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Akka.Tests.Streams;

/// <summary>Random pipelines with random sources, work and consumers, stopped at random: see <see cref="StreamScheduleRun"/>.</summary>
[Collection("pipelines")]
public sealed class AkkaScheduleTests
{
    [Fact]
    public void Whatever_happens_every_item_ends_once_and_nothing_is_left()
    {
        var schedules = Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(StreamScheduleMaker.Make), schedule => schedule.Shrink());
        Prop.ForAll(schedules, schedule => StreamScheduleRun.Run(AkkaStreams.Engine, schedule)).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithStartSize(1).WithEndSize(1));
        Assert.Equal(0, AkkaStreams.CountLeft());
    }
}
