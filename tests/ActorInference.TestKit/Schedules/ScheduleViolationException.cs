namespace ActorInference.TestKit.Schedules;

/// <summary>A schedule, or one of a group, showed something that must never be.</summary>
public sealed class ScheduleViolationException(object schedules, string what) : Exception($"{what}\n{schedules}");
