namespace ActorInference.Video;

/// <summary>The folder that a target is to lie in.</summary>
internal static class TargetFolder
{
    /// <summary>That it is not there; null when it is. <paramref name="full"/> is the target's full path, <paramref name="name"/> what messages call it.</summary>
    public static Failure? WhyNone(string name, string full)
    {
        var folder = Path.GetDirectoryName(full);
        return Directory.Exists(folder) ? null : new(ErrorKind.NotFound, $"{name}: there is no folder {folder}; create it first.");
    }

    /// <summary>Writes there and takes it away again; throws what the system throws when it does not let us.</summary>
    public static void Try(string full)
    {
        // Shared, so that two that try at once do not see each other as a refusal.
        using var _ = new FileStream(full + ".try", FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.DeleteOnClose);
    }
}
