namespace ActorInference.TestKit.Streams.Schedules;

/// <summary>What stops a random run, at a step of its own.</summary>
public enum StreamStop
{
    Nothing,
    Cancel,
    Abort,
    Shutdown,
    Leave,
}
