using System.IO.Enumeration;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Running;

/// <summary>Finds the files that arguments name: files as they are, folders with all pictures and videos below them, globs (<c>holiday/**/*.jpg</c>).</summary>
internal static class InputFiles
{
    private static readonly HashSet<string> PictureExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif", ".heic", ".heif", ".jp2", ".j2k", ".jxl",
    };

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>
    /// The files, each once, folders and globs in order of their names. What a folder or glob finds below <paramref name="output"/> is not
    /// taken: results are no inputs. An argument that names nothing is a failure.
    /// </summary>
    public static Outcome<List<InputFile>> Find(IReadOnlyList<string> arguments, string output)
    {
        if (string.IsNullOrWhiteSpace(output)) return new Failure(ErrorKind.InvalidInput, "--out: the name of the folder for results is empty.");
        var files = new List<InputFile>();
        var seen = new HashSet<string>();
        var results = OutputFolder.Below(output);
        foreach (var argument in arguments)
        {
            if (!Find(argument, results).TryGet(out var found, out var failure)) return failure;
            files.AddRange(arguments.Count == 1 ? found : found.Where(file => seen.Add(Path.GetFullPath(file.Path)))); // one argument names no file twice
        }

        return files;
    }

    private static Outcome<List<InputFile>> Find(string argument, string results)
    {
        if (File.Exists(argument)) return new List<InputFile> { InputFile.Named(argument) };
        var matches = Directory.Exists(argument) ? Pictures(argument) : argument.IndexOfAny(['*', '?']) >= 0 ? Glob(argument) : null;
        if (matches is null) return new Failure(ErrorKind.NotFound, Missing(argument));
        var all = matches.ToList();
        var found = all.Where(file => !Path.GetFullPath(file.Path).StartsWith(results, StringComparison.Ordinal)).ToList();
        if (found.Count > 0) return found;
        if (all.Count > 0) return new Failure(ErrorKind.InvalidInput, $"{argument}: all pictures and videos there lie in the output folder, and results are no inputs; name another output folder.");
        return new Failure(ErrorKind.NotFound, Directory.Exists(argument) ? $"{argument}: there is no picture and no video in this folder." : $"{argument}: no file fits this pattern.");
    }

    private static string Missing(string argument) => argument.Length == 0 ? "an input's name is empty." : $"{argument}: there is no such file or folder.";

    private static IEnumerable<InputFile> Pictures(string folder) =>
        FilesBelow(folder)
            .Where(name => PictureExtensions.Contains(Path.GetExtension(name)) || RunInputs.IsVideo(name))
            .Order(StringComparer.Ordinal)
            .Select(name => new InputFile(folder, name));

    // Names below the folder. Links to folders are not followed: they can lead in circles.
    private static FileSystemEnumerable<string> FilesBelow(string folder) => new(folder, (ref FileSystemEntry entry) => Path.GetRelativePath(folder, entry.ToSpecifiedFullPath()), Below)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    // The part before the first wildcard is a folder; ** matches any number of folders, * and ? do not cross one.
    private static IEnumerable<InputFile>? Glob(string pattern)
    {
        var parts = pattern.Replace('\\', '/').Split('/');
        var fixedParts = parts.TakeWhile(part => part.IndexOfAny(['*', '?']) < 0).ToArray();
        var folder = fixedParts.Length == 0 ? "." : string.Join('/', fixedParts);
        if (folder.Length == 0) folder = "/";
        if (!Directory.Exists(folder)) return null;
        var wanted = parts[fixedParts.Length..];
        var shown = fixedParts.Length == 0 ? "" : folder;
        return FilesBelow(folder)
            .Where(name => Fits(wanted, name.Replace('\\', '/').Split('/')))
            .Order(StringComparer.Ordinal)
            .Select(name => new InputFile(shown, name));
    }

    private static bool Fits(ReadOnlySpan<string> wanted, ReadOnlySpan<string> parts)
    {
        if (wanted.IsEmpty) return parts.IsEmpty;
        if (wanted[0] == "**") return Fits(wanted[1..], parts) || (!parts.IsEmpty && Fits(wanted, parts[1..]));
        return !parts.IsEmpty && FileSystemName.MatchesSimpleExpression(wanted[0], parts[0], ignoreCase: false) && Fits(wanted[1..], parts[1..]);
    }
}
