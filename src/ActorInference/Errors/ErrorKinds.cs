namespace ActorInference;

/// <summary>The one place that maps an <see cref="ErrorKind"/> to its name and its HTTP status.</summary>
public static class ErrorKinds
{
    /// <summary>The name used in text, JSON and metrics, such as <c>invalid-input</c>.</summary>
    public static string Name(this ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidInput => "invalid-input",
        ErrorKind.NotFound => "not-found",
        ErrorKind.NotReady => "not-ready",
        ErrorKind.Overloaded => "overloaded",
        ErrorKind.DeadlineExceeded => "deadline-exceeded",
        ErrorKind.Cancelled => "cancelled",
        ErrorKind.SessionFailed => "session-failed",
        ErrorKind.DeviceLost => "device-lost",
        ErrorKind.OutOfMemory => "out-of-memory",
        ErrorKind.Internal => "internal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not an error kind"),
    };

    /// <summary>The HTTP status a server answers with. 499 is the customary code for a client that gave up.</summary>
    public static int HttpStatus(this ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidInput => 400,
        ErrorKind.NotFound => 404,
        ErrorKind.NotReady => 503,
        ErrorKind.Overloaded => 429,
        ErrorKind.DeadlineExceeded => 504,
        ErrorKind.Cancelled => 499,
        ErrorKind.SessionFailed => 500,
        ErrorKind.DeviceLost => 503,
        ErrorKind.OutOfMemory => 507,
        ErrorKind.Internal => 500,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not an error kind"),
    };
}
