namespace ActorInference.Imaging;

/// <summary>How pictures are encoded.</summary>
public sealed record PictureEncodeOptions
{
    /// <summary>JPEG and WebP: 1 (smallest) to 100 (best); default 90.</summary>
    public int Quality { get; init; } = 90;

    /// <summary>JPEG: keep colour at full resolution; default null, which does so from quality 90 on.</summary>
    public bool? FullChroma { get; init; }

    /// <summary>WebP: keep every pixel exactly; <see cref="Quality"/> then means effort. Default false.</summary>
    public bool Lossless { get; init; }

    /// <summary>PNG: 0 (fast) to 9 (small); default 6.</summary>
    public int Compression { get; init; } = 6;

    /// <summary>What cannot work about these settings; null when they can.</summary>
    public Failure? Check()
    {
        if (Quality is < 1 or > 100) return new(ErrorKind.InvalidInput, $"the quality must be 1 to 100, not {Quality}.");
        if (Compression is < 0 or > 9) return new(ErrorKind.InvalidInput, $"the PNG compression must be 0 to 9, not {Compression}.");
        return null;
    }
}
