using System.ComponentModel.DataAnnotations;

namespace WebApi;

/// <summary>The section <c>Restyling</c> of <c>appsettings.json</c>.</summary>
internal sealed record RestylingOptions
{
    /// <summary>The ONNX file; a relative path counts from the program's folder.</summary>
    [Required]
    public string Model { get; init; } = "models/cartoon.onnx";

    /// <summary>The longer side of a result, in pixels.</summary>
    [Range(16, 16384)]
    public int LongestSide { get; init; } = 1024;

    /// <summary>Pictures that wait for the model or are in it, at least one for each core; one more is refused with 429.</summary>
    [Range(1, 65536)]
    public int MaxInFlight { get; init; } = 16;

    /// <summary>Bytes of a request's body; a larger one is refused with 413.</summary>
    [Range(1, 1L << 40)]
    public long MaxBodyBytes { get; init; } = 32 << 20;

    /// <summary>Pictures of one request; more are refused with 400.</summary>
    [Range(1, 1024)]
    public int MaxPictures { get; init; } = 32;
}
