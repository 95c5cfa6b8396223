namespace ActorInference;

/// <summary>Something that holds memory worth counting: pipelines bound the bytes of what is in flight by it.</summary>
public interface IByteSized
{
    /// <summary>Bytes held, 0 or more.</summary>
    long ByteLength { get; }
}
