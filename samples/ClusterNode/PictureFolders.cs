using ActorInference;
using ActorInference.Imaging;

namespace PictureCluster;

/// <summary>The folder that pictures come from, and the one that their results go to, under the same names.</summary>
internal sealed class PictureFolders
{
    private PictureFolders(IReadOnlyList<string> pictures, string results)
    {
        Pictures = pictures;
        Results = results;
    }

    /// <summary>The pictures, by name.</summary>
    public IReadOnlyList<string> Pictures { get; }

    /// <summary>The folder of results.</summary>
    public string Results { get; }

    /// <summary>Looks for pictures, and makes the folder of results. Hidden files, and files that are not called as pictures are that can be written, are passed over.</summary>
    public static Outcome<PictureFolders> Open(string folder, string results)
    {
        if (!Directory.Exists(folder)) return Wrong($"{folder}: there is no such folder");
        if (Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) == Path.GetFullPath(results).TrimEnd(Path.DirectorySeparatorChar)) return Wrong($"{results}: results would take the place of the pictures");
        try
        {
            string[] pictures = [.. Directory.EnumerateFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal)];
            if (pictures.Length == 0) return Wrong($"{folder}: there are no pictures (.jpg, .jpeg, .png, .webp)");
            Directory.CreateDirectory(results);
            return new PictureFolders(pictures, results);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Wrong(File.Exists(results) ? $"{results}: is a file, not a folder" : problem.Message.TrimEnd('.'));
        }
    }

    /// <summary>Writes a result, whole or not at all. Null when it is there, else why not.</summary>
    public Failure? Write(string picture, byte[] bytes) => WholeFile.Write(Path.Combine(Results, Path.GetFileName(picture)), bytes);

    private static bool IsPicture(string file) => !Path.GetFileName(file).StartsWith('.') && PictureEncoder.FormatOf(file).Succeeded;

    private static Failure Wrong(string what) => new(ErrorKind.InvalidInput, $"{what}.");
}
