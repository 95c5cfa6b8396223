namespace ActorInference.Akka.Wire;

/// <summary>A message in chunks begins.</summary>
/// <param name="Id">Names the transfer in all that follows.</param>
/// <param name="Length">Bytes of the message.</param>
/// <param name="Chunks">In how many chunks they come.</param>
/// <param name="Manifest">What kind of message it is.</param>
/// <param name="Target">The path of the actor that is to get it.</param>
/// <param name="Sender">The path of the actor that it is from; empty for nobody.</param>
internal sealed record TransferOpen(Guid Id, long Length, int Chunks, string Manifest, string Target, string Sender)
{
    public static void Write(WireWriter writer, TransferOpen open)
    {
        writer.Id(open.Id);
        writer.Int64(open.Length);
        writer.Int32(open.Chunks);
        writer.Text(open.Manifest);
        writer.Text(open.Target);
        writer.Text(open.Sender);
    }

    public static TransferOpen Read(WireReader reader) => new(reader.Id(), reader.Int64(), reader.Int32(), reader.Text(), reader.Text(), reader.Text());
}
