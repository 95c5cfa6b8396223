namespace ActorInference.Akka.Wire.Formats;

/// <summary>How one kind of message is written and read.</summary>
/// <param name="Manifest">What names it on the wire.</param>
/// <param name="Type">The message.</param>
/// <param name="Write">Writes it, but for the version before it.</param>
/// <param name="Read">Reads what that wrote.</param>
internal sealed record MessageFormat(string Manifest, Type Type, Action<WireWriter, object> Write, Func<WireReader, object> Read)
{
    public static MessageFormat Of<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : class => new(manifest, typeof(T), (writer, message) => write(writer, (T)message), read);
}
