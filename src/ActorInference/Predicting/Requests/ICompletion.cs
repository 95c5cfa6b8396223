namespace ActorInference.Predicting;

/// <summary>Where the outcome of a request goes. Must not run anybody's code on the thread that calls.</summary>
internal interface ICompletion
{
    /// <summary>Whether predictions go where another budget counts them, so that they need no room here once their request has ended.</summary>
    bool HasBudget => false;

    /// <summary>Called exactly once for each request, by any thread.</summary>
    /// <param name="index">Which of the call's requests.</param>
    /// <param name="outcome">What became of it.</param>
    void Complete(int index, in Outcome<Prediction> outcome);
}
