namespace ActorInference.Imaging;

/// <summary>What a configuration says of pictures: section <c>pictures</c>, read by <see cref="PictureConfiguration"/>.</summary>
public sealed record PictureOptions
{
    /// <summary>How pictures are decoded.</summary>
    public PictureDecodeOptions Decode { get; init; } = new();

    /// <summary>How pictures are encoded.</summary>
    public PictureEncodeOptions Encode { get; init; } = new();

    /// <summary>How a model's output becomes a picture again.</summary>
    public RestoreOptions Restore { get; init; } = new();
}
