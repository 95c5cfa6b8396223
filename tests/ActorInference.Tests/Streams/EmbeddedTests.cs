using ActorInference.TestKit.Streams;

namespace ActorInference.Tests.Streams;

// The embedded engine keeps its promises: a class for each specification.

public sealed class EmbeddedOrderingTests : OrderingSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedBoundsTests : BoundsSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedByteBudgetTests : ByteBudgetSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedCompletionTests : CompletionSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedSourceTests : SourceSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedEveryStepTests : EveryStepSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedKillSwitchTests : KillSwitchSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedFailureTests : FailureSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedSinkTests : SinkSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedReentrancyTests : ReentrancySpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedGroupedWithinTests : GroupedWithinSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedBufferTests : BufferSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedLossTests : LossSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedProgressTests : ProgressSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}

public sealed class EmbeddedPredictTests : PredictSpecification
{
    protected override IEngine Engine => EmbeddedEngine.Instance;
}
