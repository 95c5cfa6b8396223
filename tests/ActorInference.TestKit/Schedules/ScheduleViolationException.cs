namespace ActorInference.TestKit.Schedules;

/// <summary>A schedule showed something that must never be.</summary>
public sealed class ScheduleViolationException(Schedule schedule, string what) : Exception($"{what}\n{schedule}");
