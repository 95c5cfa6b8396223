namespace ActorInference;

/// <summary>A stage of a run at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Waiting">Items in it that nobody works on yet.</param>
/// <param name="Running">Items in work.</param>
/// <param name="Succeeded">Items it has done.</param>
/// <param name="Failed">Items that failed in it.</param>
/// <param name="Dropped">Items it dropped.</param>
/// <param name="Busy">The time its work took, of all items together; of a predict stage each item's share of its run.</param>
public sealed record StageSnapshot(string Name, int Waiting, int Running, long Succeeded, long Failed, long Dropped, TimeSpan Busy);
