namespace ActorInference.Akka.Wire;

/// <summary>So many chunks of a transfer are there, and as many more may come as may be under way; all of them: the message has been delivered.</summary>
internal sealed record TransferAck(Guid Id, int Chunks)
{
    public static void Write(WireWriter writer, TransferAck ack)
    {
        writer.Id(ack.Id);
        writer.Int32(ack.Chunks);
    }

    public static TransferAck Read(WireReader reader) => new(reader.Id(), reader.Int32());
}
