using System.Diagnostics;

namespace ActorInference.Streams.Running;

/// <summary>An item, or a group of them, on its way through the stages.</summary>
/// <param name="Item">Its place in the source.</param>
/// <param name="Count">How many items it stands for.</param>
/// <param name="Weight">What it weighs in the budget.</param>
/// <param name="Outcome">What has become of it so far; a failure goes through the remaining stages untouched.</param>
internal readonly record struct Element<T>(long Item, int Count, Weight Weight, Outcome<T> Outcome)
{
    /// <summary>Whoever traces the item sees this, from the source to its outcome; null where nobody does.</summary>
    public Activity? Activity { get; init; }

    /// <summary>Whether it counts in the budget.</summary>
    public bool HasEntered { get; init; }

    /// <summary>The same item with another outcome, not weighed again.</summary>
    public Element<TNext> With<TNext>(in Outcome<TNext> outcome) => new(Item, Count, Weight, outcome) { Activity = Activity, HasEntered = HasEntered };
}
