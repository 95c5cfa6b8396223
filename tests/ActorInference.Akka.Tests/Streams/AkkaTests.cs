using ActorInference.TestKit.Streams;

namespace ActorInference.Akka.Tests.Streams;

// The akka engine keeps its promises: a class for each specification.

public sealed class AkkaOrderingTests : OrderingSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaBoundsTests : BoundsSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaByteBudgetTests : ByteBudgetSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaCompletionTests : CompletionSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaSourceTests : SourceSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaEveryStepTests : EveryStepSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaKillSwitchTests : KillSwitchSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaFailureTests : FailureSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaSinkTests : SinkSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaReentrancyTests : ReentrancySpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaGroupedWithinTests : GroupedWithinSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaBufferTests : BufferSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaLossTests : LossSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaProgressTests : ProgressSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}

public sealed class AkkaPredictTests : PredictSpecification
{
    protected override IEngine Engine => AkkaStreams.Engine;

    protected override int ThreadsLeft => AkkaStreams.CountLeft() + base.ThreadsLeft;
}
