using System.Diagnostics.CodeAnalysis;

namespace ActorInference;

/// <summary>What became of one item of a stream. The value is whoever's takes it out of the stream.</summary>
/// <param name="Item">The item's place in its source, from 0; of a group, its first item's.</param>
/// <param name="Outcome">The value, or why there is none.</param>
public readonly record struct ItemOutcome<T>(long Item, Outcome<T> Outcome)
{
    /// <summary>Whether there is a value.</summary>
    public bool Succeeded => Outcome.Succeeded;

    /// <summary>Why there is no value; null when there is one.</summary>
    public Failure? Failure => Outcome.Failure;

    /// <summary>The value, or the failure thrown as <see cref="InferenceException"/>.</summary>
    public T Value => Outcome.Value;

    /// <summary>Takes the outcome apart without an exception.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Failure? failure) => Outcome.TryGet(out value, out failure);

    /// <summary><c>item 3: …</c>.</summary>
    public override string ToString() => $"item {Item}: {Outcome}";
}
