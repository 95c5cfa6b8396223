namespace ActorInference.Predicting;

/// <summary>Who caused a failure.</summary>
internal enum Blame
{
    /// <summary>The item: it would fail anywhere.</summary>
    Item,

    /// <summary>Nobody for good: the session works, and the item may work another time.</summary>
    Moment,

    /// <summary>The session: it goes on failing.</summary>
    Session,

    /// <summary>Nobody can tell.</summary>
    Unknown,
}
