namespace ActorInference.Imaging;

/// <summary>How a model's output becomes a picture again.</summary>
public sealed record RestoreOptions
{
    /// <summary>Resize to the source picture's own size; default false: the size that the model worked at.</summary>
    public bool SourceSize { get; init; }

    /// <summary>How that resizing weighs pixels; default Lanczos.</summary>
    public PictureFilter Filter { get; init; } = PictureFilter.Lanczos3;
}
