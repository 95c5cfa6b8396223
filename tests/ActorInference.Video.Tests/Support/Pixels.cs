using System.Security.Cryptography;
using ActorInference.Imaging;

namespace ActorInference.Video.Tests;

/// <summary>Looks at the pixels of a picture.</summary>
internal static class Pixels
{
    /// <summary>The same for the same pixels, and for no others.</summary>
    public static string Digest(Picture picture) => Convert.ToHexString(SHA256.HashData(picture.Pixels.Bytes()).AsSpan(0, 8));

    public static (byte R, byte G, byte B) At(Picture picture, int x, int y)
    {
        var row = picture.Row(y);
        return (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]);
    }
}
