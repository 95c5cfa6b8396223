using System.Diagnostics;

namespace ActorInference.Predicting;

/// <summary>One request from submission to its end. It owns its inputs until it is done with.</summary>
internal sealed class Request(RunInput[] inputs, int rows, ICompletion completion, int index) : BatchItem(inputs, rows)
{
    public const int NotInHeap = -1;
    public const long NoDeadline = long.MaxValue;
    public const long NotYet = -1;
    public const long Never = -2;

    // What the caller said; never changes.
    public Priority Priority { get; init; }

    public WhenFull WhenFull { get; init; }

    /// <summary>The timestamp after which it may not start.</summary>
    public long Deadline { get; init; } = NoDeadline;

    /// <summary>The deadline of a request that is made now.</summary>
    public static long DeadlineOf(PredictionOptions options, Clock clock) =>
        options.Deadline is { } span && span != Timeout.InfiniteTimeSpan ? clock.Now + clock.Stamps(span) : NoDeadline;

    /// <summary>When the call was made.</summary>
    public long Called { get; init; }

    /// <summary>Whether it may share a run with others of equal shapes.</summary>
    public bool CanJoin { get; init; }

    /// <summary>Bytes of its inputs.</summary>
    public long InputBytes { get; init; }

    /// <summary>Whoever traces it sees this; null where nobody does.</summary>
    public Activity? Activity { get; init; }

    public ICompletion Completion => completion;

    public int Index => index;

    public CancellationTokenRegistration Registration;

    // Guarded by the router's lock, all of the following; State is also read without it, by the thread that runs the request.
    public volatile RequestState State;

    /// <summary>Whether its token was cancelled before it was submitted.</summary>
    public bool IsCancelledEarly;

    /// <summary>Whether it counts as in flight.</summary>
    public bool HasRoom;

    /// <summary>Bytes that are accounted to it at present.</summary>
    public long ReservedBytes;

    /// <summary>When it came into a queue; moves no more when it is tried again. <see cref="Never"/>: it was turned away at the door.</summary>
    public long Queued = NotYet;

    /// <summary>When its run started.</summary>
    public long Started = NotYet;

    /// <summary>Whether its session failed under it once already.</summary>
    public bool IsSecondTry;

    /// <summary>The request that has taken its place, its room and its caller, when its lane was given up.</summary>
    public Request? Successor;

    /// <summary>Whose queue it is in.</summary>
    public RequestQueue? Queue;

    public BatchGroup? Group;
    public RequestLinks InLevel;
    public RequestLinks InGroup;
    public int InHeap = NotInHeap;

    /// <summary>The lane it is on, and the number of that run.</summary>
    public SessionActor? Lane;

    /// <summary>What it is run in, where another engine runs it.</summary>
    public object? Carrier;

    /// <summary>The prediction or the failure that it ended with.</summary>
    public object? Result;

    // Chains of what is to be done once the lock is released; see Aftermath.
    public Request? NextToComplete;
    public Request? NextToRelease;

    // Written by the thread that runs the request, read by it under the lock.
    public Value?[]? Outputs;
    public int BatchRows;

    /// <inheritdoc/>
    public override bool HasLeft => State != RequestState.Running;

    /// <inheritdoc/>
    public override void Take(Value?[] outputs, int batchRows)
    {
        Outputs = outputs;
        BatchRows = batchRows;
    }

    /// <summary>The bytes of what came out.</summary>
    public long OutputBytes()
    {
        long bytes = 0;
        foreach (var output in Outputs ?? []) bytes += BytesOf(output);
        return bytes;
    }

    /// <summary>
    /// A request for the same thing, over the same memory, which then has this one's caller and room; null when the inputs cannot be shared.
    /// The lane that has this one may still read them.
    /// </summary>
    public Request? MakeSuccessor()
    {
        if (!Inputs.All(input => input.Value is Tensor)) return null;
        var shared = new List<RunInput>();
        try
        {
            foreach (var input in Inputs) shared.Add(new(input.Name, ((Tensor)input.Value).Share()));
        }
        catch (ObjectDisposedException)
        {
            DisposeInputs(shared.ToArray());
            return null; // somebody has disposed what was handed over
        }

        Successor = new([.. shared], Rows, completion, index)
        {
            Priority = Priority,
            WhenFull = WhenFull,
            Deadline = Deadline,
            Called = Called,
            CanJoin = CanJoin,
            InputBytes = InputBytes,
            Activity = Activity,
            Registration = Registration,
            ReservedBytes = ReservedBytes,
            Queued = Queued,
            IsSecondTry = true,
            HasRoom = true,
            State = RequestState.Admitted,
        };
        ReservedBytes = 0;
        return Successor;
    }

    /// <summary>Gives the inputs back, and outputs that nobody took.</summary>
    public void Release()
    {
        if (Successor is null) Registration.Unregister(); // a successor has taken it over; waits for nobody who is just giving up
        DisposeInputs(Inputs);
        foreach (var output in Outputs ?? []) output?.Dispose();
        Outputs = null;
    }

    public static void DisposeInputs(ReadOnlySpan<RunInput> inputs)
    {
        foreach (var input in inputs) input.Value?.Dispose();
    }

    /// <summary>The bytes of native memory in a value.</summary>
    public static long BytesOf(Value? value) => value switch
    {
        Tensor tensor => tensor.ByteLength,
        SequenceValue sequence => sequence.Items.Sum(BytesOf),
        MapValue map => BytesOf(map.Keys) + BytesOf(map.Values),
        _ => 0,
    };
}
