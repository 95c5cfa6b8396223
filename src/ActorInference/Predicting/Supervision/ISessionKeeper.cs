namespace ActorInference.Predicting;

/// <summary>Who has sessions that are to be closed, see <see cref="SessionCloser"/>.</summary>
internal interface ISessionKeeper
{
    /// <summary>The name of the version that takes requests.</summary>
    string Model { get; }

    /// <summary>Guards the sessions.</summary>
    Lock Lock { get; }

    /// <summary>Sees to it that <see cref="SessionCloser.Look"/> is called at the latest at that moment; under the lock.</summary>
    void LookNotLaterThan(long due);
}
