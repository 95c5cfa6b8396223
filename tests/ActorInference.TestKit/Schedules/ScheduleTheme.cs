namespace ActorInference.TestKit.Schedules;

/// <summary>What a schedule is about: which steps occur in it, and so what may become of its requests.</summary>
public enum ScheduleTheme
{
    /// <summary>Nothing fails, nobody gives up: every request succeeds, through swaps and changes of lanes.</summary>
    Swaps,

    /// <summary>Some rows are poisoned, and nothing else fails: the requests with such rows fail, and no other.</summary>
    Poison,

    /// <summary>There is little room, and callers wait for it, are refused, drop others, give up or are late.</summary>
    Room,

    /// <summary>Sessions die, cannot be opened, lose their device, run out of memory, throw and hang.</summary>
    Faults,

    /// <summary>All of it at once.</summary>
    Everything,
}
