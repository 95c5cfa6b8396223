using ActorInference;
using Microsoft.Extensions.Options;

namespace HostService;

/// <summary>
/// The three folders. They alone say what is done and what is to do, so that a service that was killed goes on where it was: a picture whose result is there is done, one that is in the
/// failed folder has failed, and every other is to be restyled.
/// </summary>
internal sealed class PictureFolders
{
    private readonly string _results;
    private readonly string _failed;

    /// <summary>Makes the folders where they are missing.</summary>
    public PictureFolders(IOptions<RestylingOptions> options)
    {
        var said = options.Value;
        Incoming = Create(said.Folder, said.Incoming);
        _results = Create(said.Folder, said.Results);
        _failed = Create(said.Folder, said.Failed);

        // A service that was killed while it wrote leaves a hidden file that is no result.
        foreach (var leftOver in Directory.EnumerateFiles(_results).Where(WholeFile.IsTemporary)) File.Delete(leftOver);
    }

    /// <summary>Where pictures come.</summary>
    public string Incoming { get; }

    /// <summary>The files without a result, complete or not; those that came first go first. Hidden files are left alone.</summary>
    public List<IncomingPicture> WithoutResult() =>
        [.. new DirectoryInfo(Incoming).EnumerateFiles()
            .Where(file => !file.Name.StartsWith('.') && !File.Exists(ResultOf(file.Name)))
            .Select(IncomingPicture.Find)
            .OfType<IncomingPicture>()
            .OrderBy(picture => picture.Written).ThenBy(picture => picture.Name, StringComparer.Ordinal)];

    /// <summary>Writes a result, whole or not at all. Null when it is there, else why not.</summary>
    public Failure? WriteResult(IncomingPicture picture, byte[] bytes) => WholeFile.Write(ResultOf(picture.Name), bytes);

    /// <summary>Moves a picture to the failed folder, over one of the same name. Its text comes first: killed between the two, the service finds the picture again.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be moved.</exception>
    public void MoveToFailed(IncomingPicture picture, Failure failure)
    {
        var target = Path.Combine(_failed, picture.Name);
        File.WriteAllText($"{target}.txt", $"{failure}\n");
        File.Move(picture.Path, target, overwrite: true);
    }

    private string ResultOf(string name) => Path.Combine(_results, name);

    private static string Create(string folder, string name) => Directory.CreateDirectory(Path.GetFullPath(Path.Combine(folder, name))).FullName;
}
