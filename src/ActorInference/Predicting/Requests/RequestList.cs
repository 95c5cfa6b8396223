namespace ActorInference.Predicting;

/// <summary>
/// A list of requests that costs no memory of its own and lets go of any member at once. A request is in at most one list of each <see cref="Kind"/>.
/// </summary>
internal sealed class RequestList(RequestList.Kind kind)
{
    /// <summary>How many levels of priority there are.</summary>
    public const int Levels = 3;

    /// <summary>Which of a request's links the list uses.</summary>
    internal enum Kind
    {
        /// <summary>All of one priority, in order of arrival.</summary>
        Level,

        /// <summary>Those of one priority that fit together.</summary>
        Group,
    }

    public Request? First { get; private set; }

    public Request? Last { get; private set; }

    /// <summary>An empty list for each priority.</summary>
    public static RequestList[] ByPriority(Kind kind) => [new(kind), new(kind), new(kind)];

    public void AddLast(Request request)
    {
        ref var links = ref Links(request);
        links.Previous = Last;
        if (Last is null) First = request;
        else Links(Last).Next = request;
        Last = request;
    }

    /// <summary>
    /// Puts a request behind those that were queued before it: at the end, but for one that was somewhere else before, which has to pass those who came meanwhile.
    /// One that is tried again goes ahead of equals that are not: it had its turn.
    /// </summary>
    public void AddInTurn(Request request)
    {
        var previous = Last;
        while (previous is not null && IsBefore(request, previous)) previous = Links(previous).Previous;
        if (previous == Last)
        {
            AddLast(request);
            return;
        }

        ref var links = ref Links(request);
        links.Previous = previous;
        links.Next = previous is null ? First : Links(previous).Next;
        Links(links.Next!).Previous = request;
        if (previous is null) First = request;
        else Links(previous).Next = request;
    }

    public void Remove(Request request)
    {
        ref var links = ref Links(request);
        if (links.Previous is null) First = links.Next;
        else Links(links.Previous).Next = links.Next;
        if (links.Next is null) Last = links.Previous;
        else Links(links.Next).Previous = links.Previous;
        links = default;
    }

    /// <summary>All members, in order; it must not change meanwhile.</summary>
    public IEnumerable<Request> All()
    {
        for (var request = First; request is not null; request = kind == Kind.Level ? request.InLevel.Next : request.InGroup.Next) yield return request;
    }

    private static bool IsBefore(Request one, Request other) => one.Queued < other.Queued || (one.Queued == other.Queued && one.IsSecondTry && !other.IsSecondTry);

    private ref RequestLinks Links(Request request)
    {
        if (kind == Kind.Level) return ref request.InLevel;
        return ref request.InGroup;
    }
}
