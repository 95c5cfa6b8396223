namespace ActorInference.Akka.Wire;

/// <summary>The receiver has let go of a transfer.</summary>
/// <param name="Id">Which.</param>
/// <param name="IsFinal">Whether another try would end in the same way.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record TransferAborted(Guid Id, bool IsFinal, string Reason)
{
    public static void Write(WireWriter writer, TransferAborted aborted)
    {
        writer.Id(aborted.Id);
        writer.Flag(aborted.IsFinal);
        writer.Text(aborted.Reason);
    }

    public static TransferAborted Read(WireReader reader) => new(reader.Id(), reader.Flag(), reader.Text());
}
