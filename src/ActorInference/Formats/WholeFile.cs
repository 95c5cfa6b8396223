namespace ActorInference;

/// <summary>Writes files whole or not at all: to a temporary name in the same folder, renamed at the end.</summary>
public static class WholeFile
{
    private const string TemporaryExtension = ".tmp";

    /// <summary>
    /// Creates or replaces <paramref name="path"/> with what <paramref name="write"/> writes. When that reports a failure or the disk does,
    /// the file that was there before stays as it was and nothing else is left behind. The folder must exist.
    /// </summary>
    /// <returns>Null when the file is there; else why not, with the file's name.</returns>
    public static Failure? Write(string path, Func<Stream, Failure?> write) => Replace(path, temporary =>
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        return write(stream);
    });

    /// <summary>The same with bytes that are all there.</summary>
    public static Failure? Write(string path, ReadOnlySpan<byte> bytes)
    {
        unsafe
        {
            fixed (byte* pinned = bytes)
            {
                var (address, length) = ((nint)pinned, bytes.Length);
                return Replace(path, temporary =>
                {
                    using var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                    RandomAccess.Write(file, new ReadOnlySpan<byte>((void*)address, length), 0);
                    return null;
                });
            }
        }
    }

    /// <summary>Whether a file is called as those are that were never whole: what a process leaves that is killed while it writes.</summary>
    public static bool IsTemporary(string path) => Path.GetFileName(path) is var name && name.StartsWith('.') && name.EndsWith(TemporaryExtension, StringComparison.Ordinal);

    private static Failure? Replace(string path, Func<string, Failure?> write)
    {
        // Path.GetRandomFileName keeps two writers of one file apart; the leading dot hides it from globs such as *.npy.
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || Directory.Exists(path)) return new(ErrorKind.InvalidInput, $"{path}: is a folder; name a file.");
        var temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}{TemporaryExtension}");
        try
        {
            var failure = write(temporary);
            if (failure is null) File.Move(temporary, path, overwrite: true);
            return failure;
        }
        catch (DirectoryNotFoundException)
        {
            return new(ErrorKind.NotFound, $"{path}: there is no folder {folder}; create it first.");
        }
        catch (UnauthorizedAccessException)
        {
            // The system's own message names the temporary file, of which nobody has heard.
            return new(ErrorKind.InvalidInput, $"{path}: cannot be written: access to the folder {folder} is denied.");
        }
        catch (IOException problem)
        {
            return new(ErrorKind.InvalidInput, $"{path}: cannot be written: {problem.Message}");
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The write's own outcome says more than this would; a hidden file is all that can remain.
        }
    }
}
