namespace ActorInference.TestKit.Streams.Schedules;

/// <summary>A stage of a random pipeline.</summary>
public abstract record StreamStage
{
    /// <summary>Work that blocks or waits; items whose number leaves a remainder of 0 divided by <paramref name="FailsEvery"/> fail in it, and throw if told so. 0: none.</summary>
    public sealed record Work(bool Blocks, int? Parallelism, bool? Ordered, int Yields, int FailsEvery, bool Throws) : StreamStage
    {
        public bool Fails(int number) => FailsEvery > 0 && number % FailsEvery == 0;
    }

    /// <summary>A buffer.</summary>
    public sealed record Buffer(int Size, Overflow Overflow) : StreamStage;

    /// <summary>Every nth item.</summary>
    public sealed record Sample(int Every) : StreamStage;

    /// <summary>Groups, each made one parcel again at once, with the number of its first.</summary>
    public sealed record Group(int Count, TimeSpan Within) : StreamStage;
}
