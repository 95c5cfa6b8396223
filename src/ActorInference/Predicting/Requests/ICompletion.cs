using System.Diagnostics;

namespace ActorInference.Predicting;

/// <summary>Where the outcome of a request goes. Must not run anybody's code on the thread that calls.</summary>
internal interface ICompletion
{
    /// <summary>Whether predictions go where another budget counts them, so that they need no room here once their request has ended.</summary>
    bool HasBudget => false;

    /// <summary>What an activity of a request is part of; asked on the thread that hands it in. False: it is not traced.</summary>
    /// <param name="index">Which of the call's requests.</param>
    /// <param name="parent">The activity; null for none.</param>
    bool TryGetParent(int index, out Activity? parent)
    {
        parent = Activity.Current;
        return true;
    }

    /// <summary>Called exactly once for each request, by any thread.</summary>
    /// <param name="index">Which of the call's requests.</param>
    /// <param name="outcome">What became of it.</param>
    void Complete(int index, in Outcome<Prediction> outcome);
}
