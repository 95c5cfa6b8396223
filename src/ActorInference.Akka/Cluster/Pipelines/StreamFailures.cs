namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>What streams between nodes say when they fail.</summary>
internal static class StreamFailures
{
    /// <summary>What fails a stream, as it is told to the other end.</summary>
    public static Failure Of(Exception problem) => Bare(problem) switch
    {
        InferenceException known => known.Failure,
        var other => new(ErrorKind.Cancelled, other.Message),
    };

    /// <summary>A problem without what Akka.Streams wraps it in when a kill switch says it.</summary>
    public static Exception Bare(Exception problem) => problem is AggregateException { InnerExceptions: [var only] } ? only : problem;

    /// <summary>The other end is gone, or what came from it has a gap.</summary>
    public static InferenceException Lost(string stream) => new Failure(
        ErrorKind.DeviceLost,
        $"{stream}: the node at the other end of the stream, or the connection to it, was lost. What had no outcome yet has none; a new stream goes to another node.").ToException();
}
