using ActorInference.Imaging;

namespace ActorInference.Samples.Tests;

/// <summary>The pictures that samples are tried with.</summary>
internal static class SamplePictures
{
    private static readonly PictureDecoder Decoder = new();

    /// <summary>A bundled picture: 768x960.</summary>
    public static string Owl { get; } = Of("owl.jpg");

    /// <summary>Another: 1024x768.</summary>
    public static string Breakfast { get; } = Of("breakfast.jpg");

    /// <summary>What is called a picture and cut off in the middle.</summary>
    public static byte[] Cut { get; } = File.ReadAllBytes(Owl)[..20_000];

    /// <summary>The bundled clip: 480x270, 48 frames.</summary>
    public static string Clip { get; } = Of("balloons.mp4");

    /// <summary>A picture that takes the model a while.</summary>
    public static byte[] Slow { get; } = MakeSlow();

    /// <summary>The size of a picture, every pixel of which was decoded: it is whole.</summary>
    public static PictureSize SizeOf(ReadOnlySpan<byte> bytes)
    {
        using var picture = Decoder.Decode(bytes, "picture").Value;
        return picture.Size;
    }

    private static string Of(string name) => Path.Combine(TestData.Repository, "samples", "media", name);

    private static byte[] MakeSlow()
    {
        using var picture = Picture.Allocate(new(1200, 1200));
        for (var y = 0; y < picture.Height; y++) picture.Row(y).Fill((byte)y);
        return new PictureEncoder().Encode(picture, PictureFormat.Png).Value;
    }
}
