namespace ActorInference.Video;

/// <summary>
/// <c>TARGET.partial</c>, where a run lies until it is whole: <c>run.json</c>, a lock, and what the target puts there. One writer has it at a time; that of a process that died is free again.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream locked, bool isResumed)
    {
        Path = path;
        _lock = locked;
        IsResumed = isResumed;
    }

    /// <summary>The folder's path.</summary>
    public string Path { get; }

    /// <summary>Whether it holds files of an earlier, equal run that is to be gone on with.</summary>
    public bool IsResumed { get; }

    /// <summary>Where the run of a target lies.</summary>
    public static string PathOf(string target) => target + ".partial";

    /// <summary>
    /// Makes the folder beside <paramref name="target"/> or takes it over: with <paramref name="resume"/> what it holds stays, if it is of the same run, and is refused otherwise; without, it
    /// is emptied.
    /// </summary>
    public static Outcome<RunFolder> Open(string target, RunRecord? record, bool resume)
    {
        var path = PathOf(target);
        try
        {
            if (TargetFolder.WhyNone(target, target) is { } none) return none;
            Directory.CreateDirectory(path);
            if (TryLock(path) is not { } locked) return new Failure(ErrorKind.InvalidInput, $"{target}: is being written by somebody else, who has {path}; wait for that to end or name another target.");
            return Enter(target, path, locked, record, resume);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Failure(ErrorKind.InvalidInput, $"{target}: cannot be written: {refused.Message}");
        }
    }

    /// <summary>What a run has left in the folder of that path, without files that were never whole (<see cref="WholeFile"/>); nothing where there is no such folder. Throws <see cref="IOException"/> when it cannot be looked into.</summary>
    public static string[] Leftovers(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateFileSystemEntries(path).Where(entry => System.IO.Path.GetFileName(entry) != LockName && !WholeFile.IsTemporary(entry))] : [];

    /// <summary>A file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Its files of one extension, by name, which is the order they were written in.</summary>
    public string[] Files(string extension)
    {
        // The pattern alone would let .mp4x through on some systems.
        var files = Directory.GetFiles(Path).Where(file => System.IO.Path.GetExtension(file).Equals(extension, StringComparison.OrdinalIgnoreCase)).ToArray();
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>Gives the folder up with everything in it. What the system will not delete stays behind, and harms nobody.</summary>
    public void Delete()
    {
        try
        {
            // The lock goes last, and a folder that somebody else has taken over in that moment is his.
            var lockFile = System.IO.Path.Combine(Path, LockName);
            foreach (var entry in Directory.GetFileSystemEntries(Path).Where(entry => entry != lockFile)) Remove(entry);
            if (!OperatingSystem.IsWindows()) System.IO.File.Delete(lockFile);
            _lock.Dispose();
            if (OperatingSystem.IsWindows()) System.IO.File.Delete(lockFile);
            Directory.Delete(Path);
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // The outcome of the run says more than this would.
            _lock.Dispose();
        }
    }

    /// <summary>Lets go of the folder, which stays.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }

    private static Outcome<RunFolder> Enter(string target, string path, FileStream locked, RunRecord? record, bool resume)
    {
        var entered = false;
        var leftovers = Leftovers(path);
        var resumed = resume && record is not null && leftovers.Length > 0;
        try
        {
            if (!resumed) Array.ForEach(leftovers, Remove);
            if ((resumed ? Refusal(target, path, record!) : record?.Write(path)) is { } failure) return failure;
            entered = true;
            return new RunFolder(path, locked, resumed);
        }
        finally
        {
            if (!entered) locked.Dispose();
        }
    }

    private static Failure? Refusal(string target, string path, RunRecord record)
    {
        if (RunRecord.Read(path) is not { } earlier) return ResumeErrors.Unknown(target, path);
        return earlier.Difference(record) is { } difference ? ResumeErrors.Another(target, path, difference) : null;
    }

    private static void Remove(string entry)
    {
        if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
        else System.IO.File.Delete(entry);
    }
}
