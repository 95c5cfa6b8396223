namespace ActorInference;

/// <summary>The closed set of causes for which an item can fail. Outcomes, exit codes, HTTP statuses and metrics share it.</summary>
public enum ErrorKind
{
    /// <summary>The caller's data or settings cannot work: wrong type, shape, name, unreadable file.</summary>
    InvalidInput,

    /// <summary>What was named is not there: a file, a model, a provider.</summary>
    NotFound,

    /// <summary>It exists but is not loaded and warmed up yet.</summary>
    NotReady,

    /// <summary>The queue is full and the policy is to refuse.</summary>
    Overloaded,

    /// <summary>The deadline passed before the item ran.</summary>
    DeadlineExceeded,

    /// <summary>The caller gave up.</summary>
    Cancelled,

    /// <summary>The native runtime reported an error while loading or running.</summary>
    SessionFailed,

    /// <summary>The device is not there, not usable, or gone.</summary>
    DeviceLost,

    /// <summary>Memory, on the host or the device, did not suffice.</summary>
    OutOfMemory,

    /// <summary>An invariant of ours broke: a bug.</summary>
    Internal,
}
