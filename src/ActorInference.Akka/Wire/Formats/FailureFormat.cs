namespace ActorInference.Akka.Wire.Formats;

/// <summary>A failure: its kind, its message, and when to come back.</summary>
internal static class FailureFormat
{
    public static void Write(WireWriter writer, Failure failure)
    {
        writer.Byte((byte)failure.Kind);
        writer.Text(failure.Message);
        writer.Duration(failure.RetryAfter);
    }

    public static Failure Read(WireReader reader) => new(reader.OneOf(ErrorKind.Internal), reader.Text()) { RetryAfter = reader.OptionalDuration() };
}
