namespace ActorInference.Predicting;

/// <summary>A request's place in one list.</summary>
internal struct RequestLinks
{
    public Request? Previous;
    public Request? Next;
}
