namespace ActorInference.TestKit;

/// <summary>A program that hangs, for a <see cref="FfmpegScript"/>: told from all other processes of the machine by how long it would sleep.</summary>
public sealed class Sleeper
{
    private static int _count;

    // Two runs of the tests side by side must not see each other's.
    private readonly string _seconds = $"4711.{Environment.ProcessId}{Interlocked.Increment(ref _count):0000}";

    /// <summary>The line of a script. Behind <c>exec</c> it takes the script's place, elsewhere it is a child of it.</summary>
    public override string ToString() => $"sleep {_seconds}";

    /// <summary>The processes that sleep so.</summary>
    public IReadOnlyList<int> Processes => Children.With(_seconds);

    /// <summary>Waits until there are <paramref name="count"/> of them; false when that takes too long.</summary>
    public bool Become(int count) => Children.Become(count, _seconds);
}
