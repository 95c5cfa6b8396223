using System.Diagnostics;

namespace ActorInference.Telemetry;

/// <summary>An item that is traced and has ended: noted under the gate, told when it is open again.</summary>
/// <param name="Activity">Its activity.</param>
/// <param name="Failure">What it ended with; null where it succeeded, was dropped, or goes on in a group.</param>
internal readonly record struct EndedItem(Activity Activity, Failure? Failure)
{
    public void Tell() => Activities.End(Activity, Failure);
}
