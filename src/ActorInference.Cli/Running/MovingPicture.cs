using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>Tells GIFs that move, which are videos, from those that are pictures.</summary>
internal static class MovingPicture
{
    /// <summary>Whether the file is named as a GIF and has more than one frame. What cannot be read is a picture: reading it will say why.</summary>
    public static bool Is(string path)
    {
        if (!Path.GetExtension(path).Equals(".gif", StringComparison.OrdinalIgnoreCase)) return false;
        try
        {
            return new PictureDecoder().Identify(File.ReadAllBytes(path), path).TryGet(out var info, out _) && info.Pages > 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
