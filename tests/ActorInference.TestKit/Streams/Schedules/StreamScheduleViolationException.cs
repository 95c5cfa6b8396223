namespace ActorInference.TestKit.Streams.Schedules;

/// <summary>A random run showed something that must never be.</summary>
public sealed class StreamScheduleViolationException(StreamSchedule schedule, Exception problem) : Exception($"{problem.Message}\n{schedule}", problem);
