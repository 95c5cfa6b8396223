using ActorInference.Formats;

namespace ActorInference.Configuration;

/// <summary>What a configuration may take from outside its text.</summary>
public sealed record HoconOptions
{
    /// <summary>The process's own environment, and files from disk.</summary>
    public static HoconOptions Default { get; } = new();

    /// <summary>
    /// Looks up an environment variable, or null: what <c>${NAME}</c> means when the configuration itself has no such key.
    /// Default: the environment of the process.
    /// </summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Reads an included file; success with null says that there is none. Default: from disk, UTF-8, up to 16 MiB.</summary>
    public Func<string, Outcome<string?>> ReadFile { get; init; } = ReadFromDisk;

    private static Outcome<string?> ReadFromDisk(string path)
    {
        // Far beyond any configuration; a wrong file, such as a model, should not be read whole to be refused.
        const long LongestFile = 16 << 20;
        try
        {
            if (Directory.Exists(path)) return new Failure(ErrorKind.InvalidInput, $"{path}: is a folder, not a configuration file.");
            if (!File.Exists(path)) return (string?)null;
            if (new FileInfo(path).Length > LongestFile) return new Failure(ErrorKind.InvalidInput, $"{path}: is no configuration file: it has more than 16 MiB.");
            return StrictText.Decode(File.ReadAllBytes(path)) is { } text ? text : new Failure(ErrorKind.InvalidInput, $"{path}: is no UTF-8 text.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Failure(ErrorKind.InvalidInput, $"{path}: cannot be read: {problem.Message}");
        }
    }
}
