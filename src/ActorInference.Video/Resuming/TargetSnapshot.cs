namespace ActorInference.Video;

/// <summary>What was at a target before anything was written: it may be finished, or an unfinished run may lie beside it.</summary>
/// <param name="IsFinished">Whether the file is there, or pictures that the pattern names are, with no unfinished run beside them.</param>
/// <param name="Pictures">How many pictures are there; null where the target is a file or a pipe.</param>
public sealed record TargetSnapshot(bool IsFinished, long? Pictures)
{
    private (string Target, string Folder, RunRecord? Record)? Unfinished { get; init; }

    /// <summary>Whether there is an unfinished run, which <see cref="VideoTargetOptions.Resume"/> would go on with if it is the same.</summary>
    public bool IsBegun => Unfinished is not null;

    /// <summary>Looks at the target that a path stands for (<see cref="VideoTarget.Parse"/>). A path that is none is said to be nothing: opening it says why.</summary>
    public static TargetSnapshot Of(string path) => VideoTarget.Parse(path).TryGet(out var target, out _) ? Of(target) : new(false, null);

    /// <summary>Looks at a target. Nothing is ever at a pipe; what cannot be looked at is said to be nothing: opening it says why.</summary>
    public static TargetSnapshot Of(VideoTarget target)
    {
        try
        {
            if (target.Place is not { } place) return new(false, null);
            if (target.Pattern is { } pattern) return Of(pattern);
            var unfinished = Look(place);
            return new(unfinished is null && File.Exists(place), null) { Unfinished = unfinished };
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new(false, null);
        }
    }

    /// <summary>Why <paramref name="run"/> cannot go on with what is there; null when it can, or begins there. How frames are encoded is looked at as the target is opened.</summary>
    public Failure? WhyNotResumed(RunIdentity run)
    {
        if (Unfinished is not var (target, folder, record)) return null;
        if (record is null) return ResumeErrors.Unknown(target, folder);
        return record.Run.Differences(run) is { Count: > 0 } differences ? ResumeErrors.Another(target, folder, string.Join("; ", differences)) : null;
    }

    private static TargetSnapshot Of(PicturePattern pattern)
    {
        var there = Count(pattern, Directory.Exists(pattern.Folder) ? Directory.EnumerateFiles(pattern.Folder) : []);

        // Pictures move one by one. A run that was killed when the last had moved left its folder and no picture there.
        var unfinished = Look(pattern.Folder);
        if (there > 0 && unfinished is var (_, folder, _) && Count(pattern, RunFolder.Leftovers(folder)) == 0) unfinished = null;
        return new(unfinished is null && there > 0, there) { Unfinished = unfinished };
    }

    private static long Count(PicturePattern pattern, IEnumerable<string> files) => files.LongCount(file => pattern.IndexOf(file) is not null);

    private static (string Target, string Folder, RunRecord? Record)? Look(string target)
    {
        var folder = RunFolder.PathOf(target);
        return RunFolder.Leftovers(folder).Length > 0 ? (target, folder, RunRecord.Read(folder)) : null;
    }
}
